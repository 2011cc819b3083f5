"""What the first page of the administration shows on top."""

from django import template

from obligations.admin.attention import Attention, attention
from obligations.clock import today

register = template.Library()


@register.simple_tag
def what_needs_attention() -> list[Attention]:
    """Everything that asks for attention today."""
    return attention(today())
