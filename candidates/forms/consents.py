"""The two boxes by which a person agrees to the privacy text: sensitive data are asked for by themselves."""

from django import forms

from accounts.forms import ConfirmForm


def consent_field() -> forms.BooleanField:
    """Return the box for the text as a whole (个人信息保护法 14)."""
    return forms.BooleanField(
        label="我已阅读并同意个人信息处理说明，保证填写的信息真实、准确",
        error_messages={"required": "请先阅读个人信息处理说明；不同意则无法注册和报名。"},
    )


def sensitive_consent_field() -> forms.BooleanField:
    """Return the box for sensitive data, which need a consent of their own (个人信息保护法 29)."""
    return forms.BooleanField(
        label="我单独同意处理我的敏感个人信息：身份证件号码和图片、本人照片",
        error_messages={"required": "敏感个人信息须单独同意；不同意则无法注册和报名。"},
    )


class ConsentForm(ConfirmForm):
    """Agree to the text that holds."""

    consent = consent_field()
    consent_sensitive = sensitive_consent_field()
