using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Application.Notifications;

/// <summary>Puts the notices into a host.</summary>
public static class NoticeServices
{
    /// <summary>Adds what sends notices, and what watches that they are not forgotten. It needs the gateways, <c>IPublicLinks</c> and <c>LinkTokens</c>.</summary>
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.TryAddSingleton<NoticeContent>();
        services.TryAddSingleton<NoticeDelivery>();
        services.TryAddSingleton<DeliveryReports>();
        return services.AddHostedService<NoticeWatch>();
    }
}
