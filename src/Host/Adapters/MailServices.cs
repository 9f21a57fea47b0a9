using Marketplace.Application.Notifications;
using Marketplace.Application.Ports;
using Marketplace.Host.Links;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Adapters;

/// <summary>Registers what tells customers things.</summary>
public static class MailServices
{
    /// <summary>Adds letters, links to our own pages, and the notices that use them. It needs <see cref="OwnAddress"/>.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsCheck>();
        services.AddSingleton<IMailer, SmtpMailer>().AddSingleton<IPublicLinks, PublicLinks>();
        return services.AddNotices();
    }
}
