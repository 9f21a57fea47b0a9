using Marten;

namespace Marketplace.Application.Customers.Passkeys;

/// <summary>Forgets that a question was answered, once its time is over for every clock.</summary>
public sealed record ForgetCeremony(Guid CeremonyId)
{
    /// <summary>How far the clocks of two hosts may be apart.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);
}

/// <summary>Handles <see cref="ForgetCeremony"/>.</summary>
public static class ForgetCeremonyHandler
{
    /// <summary>Deletes the row; a second time there is nothing to delete.</summary>
    public static void Handle(ForgetCeremony message, IDocumentSession session) => session.Delete<AnsweredCeremony>(message.CeremonyId);
}
