from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from dialogues.models import User

admin.site.register(User, UserAdmin)
admin.site.site_header = "Readout: staff"
admin.site.site_title = "Readout"
admin.site.index_title = "The record"
