using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Customers.Sessions;
using Marketplace.Application.Notifications;
using Marketplace.Application.Support;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Promotions;
using Marketplace.Domain.Support;
using Marketplace.Host.Auth.External;
using Marketplace.Host.Auth.Passkeys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Auth;

/// <summary>Puts the front door into a host.</summary>
public static class AuthServices
{
    /// <summary>
    /// Adds registration, sign-in, sessions and staff. It needs a store, a <see cref="TimeProvider"/>, what <c>AddPrivacy</c>
    /// adds and an SMS gateway. The pipeline needs <c>UseAuthentication</c> and <c>UseAuthorization</c>.
    /// </summary>
    public static IServiceCollection AddCustomerAuth(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(configuration.GetSection("Terms").Get<TermsOfUse>() ?? new TermsOfUse());
        services.TryAddSingleton(configuration.GetSection("PersonalDataConsent").Get<PersonalDataConsentText>() ?? new PersonalDataConsentText());
        services.TryAddSingleton(new CodePolicy());
        services.TryAddSingleton(new SessionPolicy());
        services.TryAddSingleton<OneTimeCodes>();
        services.TryAddSingleton<CodeGateways>();
        services.TryAddSingleton<LinkTokens>();
        services.TryAddSingleton<LiveSessions>();
        services.AddHostedService<SessionNews>();
        // Registration grants the first-order discount; a shop may do without the promotions that apply by themselves.
        services.TryAddSingleton(configuration.GetValue("Promotions:Automatic", true) ? new PromotionPolicy() : PromotionPolicy.None);
        services.TryAddSingleton<Accounts>();
        services.TryAddSingleton(new RecoveryPolicy());
        services.TryAddSingleton(new SupportPolicy());
        services.TryAddSingleton<SupportLookups>();
        services.TryAddSingleton<DeliveryReports>();
        services.TryAddSingleton<ClientAddresses>();
        services.TryAddSingleton(new ProtectionPolicy());
        services.TryAddSingleton(new ContactPolicy());
        services.TryAddSingleton<ContactMoves>();
        services.TryAddSingleton<DueContactChanges>();
        services.AddPasskeys(configuration);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, StaffAuthentication>();
        services.AddAuthentication(Schemes.ByToken)
            .AddPolicyScheme(Schemes.ByToken, null, o => o.ForwardDefaultSelector = http => Schemes.Of(http.Request))
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(Schemes.Customer, null)
            .AddJwtBearer(Schemes.Staff);
        services.AddExternalSignIn(configuration);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationProblems>();
        return services;
    }
}
