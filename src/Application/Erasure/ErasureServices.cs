using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>Puts this feature into a host.</summary>
public static class ErasureServices
{
    /// <summary>Adds what happens at the start. Call it after <see cref="MarketplaceStore.AddMarketplaceStore"/>, so that the store is prepared by then.</summary>
    public static IServiceCollection AddErasure(this IServiceCollection services) => services.AddHostedService<ErasuresAtStart>();

    /// <summary>Looks every five minutes for erasures that nobody goes on with: each must end within fifteen.</summary>
    public static void ResumeErasuresOften(this WolverineOptions options) =>
        options.Schedules.ScheduleRecurring<ResumeErasures>("*/5 * * * *", TimeZoneInfo.Utc);
}
