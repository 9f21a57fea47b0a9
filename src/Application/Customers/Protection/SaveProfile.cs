using JasperFx.Events;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;

namespace Marketplace.Application.Customers.Protection;

/// <summary>Saves who the customer is (S13, S44). The profile is personal: it prints nothing.</summary>
public sealed record SaveProfile(Guid CustomerId, Profile Profile);

/// <summary>Handles <see cref="SaveProfile"/>.</summary>
public static class SaveProfileHandler
{
    /// <summary>Saves it; the same again changes nothing.</summary>
    public static void Handle(SaveProfile command, [Locked(nameof(SaveProfile.CustomerId))] IEventStream<Customer> customer, TimeProvider clock)
    {
        var (now, profile) = (clock.GetUtcNow(), Tidy(command.Profile));
        if (ProfileRules.Refuse(profile, MoscowTime.DateOf(now)) is { } refused) throw new RefusedException(refused);
        var state = customer.Existing(CustomerErrors.SignInRequired);
        customer.Append(ProtectionDecisions.SaveProfile(state, new Pii<Profile>(command.CustomerId, "profile", profile), now));
    }

    // A name typed with combining marks or with spaces around it is the same name.
    private static Profile Tidy(Profile given) => given with
    {
        Surname = given.Surname.Trim().Normalize(),
        Name = given.Name.Trim().Normalize(),
        Patronymic = given.Patronymic?.Trim().Normalize() is { Length: > 0 } patronymic ? patronymic : null,
    };
}
