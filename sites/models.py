"""Where a department works, and who may sign in to what."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from sites.emails import same_email


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=same_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=same_email(email))


def open_on(day, login=""):
    """That a login is open on a date; `login` is the way to it, such as person__user__."""
    lasts = Q((f"{login}until", None)) | Q((f"{login}until__gte", day))
    return Q((f"{login}is_active", True)) & lasts


class User(AbstractBaseUser):
    """A login. What it may do is said by its memberships, who it is by the person it belongs to.

    It is closed where it is not active, and after its last day, `until`.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    until = models.DateField(null=True, blank=True)
    link_sent_at = models.DateTimeField(null=True, blank=True)  # to choose a new password

    USERNAME_FIELD = "email"
    objects = UserManager()

    def __str__(self):
        return self.name or self.email

    def is_open_on(self, day):
        return self.is_active and (self.until is None or day <= self.until)


class Unit(models.Model):
    """The department that owns rotas; its name is signed under every email."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=50, default="Europe/London")
    reply_to = models.EmailField(blank=True)

    def __str__(self):
        return self.name


def in_use(day, path=""):
    """A site, an area with its site, or a shift type is in use on a date."""
    return Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": day})


class Site(models.Model):
    """A hospital, as one unit knows it; `until` is its last day in use, null: none is set."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="sites")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField(default=0)
    until = models.DateField("last day in use", null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("unit", "code", name="one_site_code_in_a_unit")]

    def __str__(self):
        return self.name


class Area(models.Model):
    """A place in a site where a duty is worked; `demanding` shortens the longest spell (R-16)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="areas")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    demanding = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    until = models.DateField("last day in use", null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("site", "code", name="one_area_code_in_a_site")]

    def __str__(self):
        return self.name


class Travel(models.Model):
    """Minutes from one site to another; holds both ways unless the other way has its own row."""

    from_site = models.ForeignKey(Site, models.CASCADE, related_name="travel_from")
    to_site = models.ForeignKey(Site, models.CASCADE, related_name="travel_to")
    minutes = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("from_site", "to_site", name="one_travel_each_way")]

    def __str__(self):
        return f"{self.from_site} to {self.to_site}"


class BankHoliday(models.Model):
    """A date the unit treats as a bank holiday; a proclaimed one is typed by a manager."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="bank_holidays")
    date = models.DateField()
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint("unit", "date", name="one_bank_holiday_a_date")]

    def __str__(self):
        return f"{self.name or 'Bank holiday'}, {self.date.day} {self.date:%B %Y}"


class Memberships(models.QuerySet):
    def on(self, day):
        """Those that hold on a date."""
        starts = Q(starts=None) | Q(starts__lte=day)
        return self.filter(starts, Q(until=None) | Q(until__gte=day))


class Membership(models.Model):
    """What a login may do in a unit. Approvers also say at which stage they approve (R-30).

    A deputy's holds from `starts` to `until`, its last day; without dates it always does.
    """

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer"
        STAFF = "staff", "Staff"
        ROTA_MANAGER = "rota_manager", "Rota manager"
        APPROVER = "approver", "Approver"
        ADMINISTRATOR = "administrator", "Administrator"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    stage = models.CharField(max_length=40, blank=True)
    deputy_for = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="deputies"
    )
    starts = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "unit", "role", "stage", name="one_membership_each")
        ]


class SignInCode(models.Model):
    """The last code mailed to a login: only its hash, so that nobody reads it here."""

    user = models.OneToOneField(User, models.CASCADE, related_name="sign_in_code")
    hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_lately = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)


class Device(models.Model):
    """Where somebody is signed in: a session, and what browser it is in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    since = models.DateTimeField()
    seen_on = models.DateField()

    class Meta:
        ordering = ["-seen_on", "-since"]


class Received(models.Model):
    """What waited on a phone for a signal and was done, by the key that the phone gave it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="received")
    key = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "key", name="received_once")]
