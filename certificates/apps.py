"""App configuration."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates."""

    name = "certificates"
    verbose_name = "证书"

    def ready(self) -> None:
        """Register what this app adds to the life cycles, pages and jobs of the apps below."""
        from batches.sections import register_panel  # noqa: PLC0415  models must be loaded first
        from candidates.progress import register_stages  # noqa: PLC0415
        from certificates import figures, jobs, lifecycle  # noqa: F401, PLC0415
        from certificates.numbers import panels as numbers_panels  # noqa: F401, PLC0415
        from certificates.panels import certificates_panel  # noqa: PLC0415
        from certificates.posting import panels as posting_panels  # noqa: F401, PLC0415
        from certificates.register import former_jobs  # noqa: F401, PLC0415
        from certificates.rosters import catalogue as roster_papers  # noqa: F401, PLC0415
        from certificates.settlement import panels as settlement_panels  # noqa: F401, PLC0415
        from certificates.signing import checks  # noqa: F401, PLC0415
        from certificates.stages import certificate_stages  # noqa: PLC0415
        from certificates.upload import catalogue as upload_papers  # noqa: F401, PLC0415

        register_panel(certificates_panel)
        register_stages(certificate_stages)
