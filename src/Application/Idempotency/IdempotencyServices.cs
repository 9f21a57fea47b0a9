using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wolverine;

namespace Marketplace.Application.Idempotency;

/// <summary>Puts this feature into a host.</summary>
public static class IdempotencyServices
{
    /// <summary>Adds the numbers and the hourly clean-up.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services)
    {
        services.TryAddSingleton(new IdempotencyOptions());
        services.AddSingleton<IWolverineExtension, HourlyCleanUp>();
        return services;
    }

    private sealed class HourlyCleanUp : IWolverineExtension
    {
        // Seven minutes past: not when everybody else's timers fire.
        public void Configure(WolverineOptions options) => options.Schedules.ScheduleRecurring<ForgetOldAnswers>("7 * * * *", TimeZoneInfo.Utc);
    }
}
