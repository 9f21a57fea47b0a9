using JasperFx;
using JasperFx.Core;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Erasure;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Notifications;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Wallets;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Persistence;
using Wolverine.Runtime;

namespace Marketplace.Application;

/// <summary>How commands and messages are handled.</summary>
public static class MarketplaceMessaging
{
    /// <summary>How often a host shows that it lives, and looks whether the others do.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After so long without a heartbeat a host counts as dead, and its queued messages are handled by the others. The stack's
    /// minute is long for whoever waits for money; less than five heartbeats would declare a busy host dead.
    /// </summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(15);

    /// <summary>How often the hosts share their standing work out anew.</summary>
    public static readonly TimeSpan ShareOutEvery = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many messages of one kind a host handles at once where they wait for somebody else's service and append to no stream. With the
    /// stack's five (or the number of processors) a gateway that takes a fifth of a second would be told 25 things a second (ADR 0018).
    /// </summary>
    public const int AtOnce = 32;

    private static readonly Type[] WaitForOthers = [typeof(DeliverNotice), typeof(SendCode), typeof(FollowPayment), typeof(FollowTopUp), typeof(SendWithdrawal)];

    private static readonly TimeSpan PauseInOutage = TimeSpan.FromSeconds(1);

    /// <summary>Applies it.</summary>
    public static void UseMarketplace(this WolverineOptions options)
    {
        options.Discovery.IncludeAssembly(typeof(MarketplaceMessaging).Assembly);
        // The default ids collide between processes of one machine, and a collision looks like a duplicate (fixed in 6.63).
        options.EnvelopeIdGeneration = EnvelopeIdGeneration.GuidV7;
        options.Policies.AutoApplyTransactions();
        // Without these a queue and a timer live in memory and die with the process.
        options.Policies.UseDurableLocalQueues();
        foreach (var message in WaitForOthers) options.LocalQueueFor(message).MaximumParallelMessages(AtOnce);
        options.Policies.UseDurableInboxOnAllListeners();
        options.Policies.UseDurableOutboxOnAllSendingEndpoints();
        options.MultipleHandlerBehavior = MultipleHandlerBehavior.Separated;
        // Without this a command to a stream that does not exist reports success.
        options.EntityDefaults.OnMissing = OnMissing.ThrowException;
        // A request that has lost four races is refused, and its client asks again. A message has nobody who would: it comes back until it wins.
        options.OnException(e => e is ConcurrencyException || DatabaseAway.LostRace(e)).RetryWithCooldown(10.Milliseconds(), 50.Milliseconds(), 100.Milliseconds())
            .Then.ScheduleRetryIndefinitely(1.Seconds(), 5.Seconds(), 15.Seconds(), 1.Minutes());
        // Nor does a database that is away: by default its third failure would put a payout among the dead letters, for a person to
        // find. It waits in memory, its row stays in the inbox; a command of a request fails at once, the client has its key.
        options.OnException(DatabaseAway.Caused).CustomActionIndefinitely(WaitAsync, "Waits until the database is back");
        // A provider that is away does not decide what becomes of money: its messages come back until they are answered, hourly at last.
        options.OnException<ProviderSilentException>()
            .ScheduleRetryIndefinitely(5.Seconds(), 15.Seconds(), 1.Minutes(), 5.Minutes(), 15.Minutes(), 1.Hours());
        options.ForgetOldAnswersHourly();
        options.ForgetExternalAttemptsHourly();
        options.ForgetOldRefusalsDaily();
        options.ResumeErasuresOften();
        // What nobody could carry out may be a refund that is owed: it stays until a person has looked.
        options.Durability.DeadLetterQueueExpirationEnabled = false;
        options.Durability.ScheduledJobPollingTime = 1.Seconds();
        options.Durability.HealthCheckPollingTime = Heartbeat;
        options.Durability.StaleNodeTimeout = DeadAfter;
        options.Durability.CheckAssignmentPeriod = ShareOutEvery;
    }

    private static async ValueTask WaitAsync(IWolverineRuntime runtime, IEnvelopeLifecycle message, Exception away)
    {
        await Task.Delay(PauseInOutage, runtime.Cancellation);
        await message.DeferAsync();
    }
}
