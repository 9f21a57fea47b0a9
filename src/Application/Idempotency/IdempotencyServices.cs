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

    /// <summary>Cleans up every hour, seven minutes past: not when everybody else's timers fire.</summary>
    // As a scheduled message, one for all hosts, that survives a restart; an extension in the container could not add it, it comes too late.
    public static void ForgetOldAnswersHourly(this WolverineOptions options) =>
        options.Schedules.ScheduleRecurring<ForgetOldAnswers>("7 * * * *", TimeZoneInfo.Utc);
}
