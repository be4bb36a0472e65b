"""The licence as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from documents.handing_out import pdf_response
from ostami import clock
from ostami.addresses import public_address
from ostami.problems import BlockedError
from stations.models import Station
from stations.papers import licence_pdf


class LicencePdf(ScopedObjectView):
    """A station's licence to print, for whoever sees the station from the inside."""

    permission = Perm.STATION_VIEW
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Hand the file out; lead back to the station, with the reason, where something is missing."""
        station: Station = self.get_object(self.get_queryset().select_related("organisation"))
        address = public_address(request, station.get_absolute_url())
        try:
            pdf = licence_pdf(station, page_address=address, on=clock.today())
        except BlockedError as blocked:
            messages.warning(request, str(blocked))
            return redirect(station)
        return pdf_response(pdf, f"许可证 {station.code}.pdf")
