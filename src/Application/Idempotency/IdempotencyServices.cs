using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wolverine;

namespace Marketplace.Application.Idempotency;

/// <summary>Puts this feature into a host.</summary>
public static class IdempotencyServices
{
    /// <summary>Adds the numbers.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.TryAddSingleton(new IdempotencyOptions());
        return services;
    }

    /// <summary>Forgets old answers every hour: one message for all hosts together, which survives a restart.</summary>
    // Seven minutes past: not when everybody else's timers fire. An extension in the container could not do this: it is too late then.
    public static void ForgetOldAnswersHourly(this WolverineOptions options) =>
        options.Schedules.ScheduleRecurring<ForgetOldAnswers>("7 * * * *", TimeZoneInfo.Utc).SkipWhileRunning();
}
