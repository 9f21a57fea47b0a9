using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Marketplace.Application.Erasure;

/// <summary>Puts this feature into a host.</summary>
public static class ErasureServices
{
    /// <summary>Adds what happens at the start. Call it after <see cref="MarketplaceStore.AddMarketplaceStore"/>, so that the store is prepared by then.</summary>
    /// <param name="services">The host's.</param>
    /// <param name="journal">The folder of the <see cref="ErasureJournal"/>; null for none.</param>
    public static IServiceCollection AddErasure(this IServiceCollection services, string? journal = null) =>
        services.AddSingleton(new ErasureJournal(journal)).AddHostedService<ErasuresAtStart>();

    /// <summary>Looks every five minutes for erasures that nobody goes on with: each must end within fifteen.</summary>
    public static void ResumeErasuresOften(this WolverineOptions options) =>
        options.Schedules.ScheduleRecurring<ResumeErasures>("*/5 * * * *", TimeZoneInfo.Utc);
}
