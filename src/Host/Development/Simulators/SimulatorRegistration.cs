using Marketplace.Application.Ports;
using Marketplace.Host.Development.Simulators.Identity;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Registers and maps the simulated outside world. In Development only: elsewhere the host refuses to start.</summary>
public static class SimulatorRegistration
{
    /// <summary>
    /// Adds the acquirer, the bank, the SMS gateway and <see cref="DevMessages"/>. It needs the provider adapters and an
    /// <c>NpgsqlDataSource</c>.
    /// </summary>
    public static IServiceCollection AddSimulators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SimulatorOptions>().Bind(configuration.GetSection("Simulators"));
        services.AddHttpClient(CallbackSender.ClientName)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = CallbackOutbox.Lease - TimeSpan.FromSeconds(1))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        services.AddSingleton<SimulatorTables>().AddSingleton<CallbackOutbox>().AddSingleton<SimulatorAnswers>();
        services.AddSingleton<AcquirerSimulator>().AddSingleton<BankSimulator>().AddSingleton<SimulatedProviders>();
        services.AddSingleton<MessageSeal>().AddSingleton<DevMessages>().AddSingleton<IMailer, DevelopmentMailer>();
        return services.AddHostedService<CallbackSender>();
    }

    /// <summary>Maps <c>/simulators/…</c> and <c>/dev/messages</c>; they are not a part of the API and not in its document.</summary>
    public static WebApplication MapSimulators(this WebApplication app)
    {
        RefuseOutsideDevelopment(app.Environment);
        var simulators = app.MapGroup("/simulators").ExcludeFromDescription().AllowAnonymous();
        simulators.MapAcquirer();
        simulators.MapBank();
        simulators.MapSms();
        simulators.MapIdentity();
        app.MapGroup("/dev").ExcludeFromDescription().AllowAnonymous().MapDevMessages();
        return app;
    }

    internal static void RefuseOutsideDevelopment(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment()) throw new InvalidOperationException("The simulators run in Development only.");
    }
}
