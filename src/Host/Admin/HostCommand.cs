using Marketplace.Application.Audit;
using Marketplace.Application.Audit.Refusals;
using Marketplace.Application.Audit.WhatIf;
using Marketplace.Application.Privacy;
using Marketplace.Application.Views;
using Marten;

namespace Marketplace.Host.Admin;

/// <summary>A word of the command line that is asked of the databases and ends, instead of a host that serves.</summary>
/// <param name="HostArguments">What is left of the command line for the host.</param>
/// <param name="RunAsync">Does it: what it found goes to the first writer, what a person should know besides to the second; the exit code.</param>
public sealed record HostCommand(IReadOnlyList<string> HostArguments, Func<IServiceProvider, TextWriter, TextWriter, CancellationToken, Task<int>> RunAsync)
{
    /// <summary>Reads the command line; null when a host is asked for, or one of the words that need no host at all.</summary>
    public static HostCommand? From(IReadOnlyList<string> args) => args switch
    {
        [ReconcileCommand.Word, ..] => Of(ReconcileCommand.From(args)!, c => c.HostArguments, (c, s) => (o, e, t) => c.RunAsync(Store(s), s.GetRequiredService<IDataKeys>(), s.GetRequiredService<DigestSigner>(), Clock(s), o, e, t)),
        [ViewsCommand.Word, ..] => Of(ViewsCommand.From(args)!, c => c.HostArguments, (c, s) => (o, e, t) => c.RunAsync(s.GetRequiredService<RebuiltViews>(), Clock(s), o, e, t)),
        [WhatIfCommand.Word, ..] => Of(WhatIfCommand.From(args)!, c => c.HostArguments, (c, s) => (o, e, t) => c.RunAsync(Store(s), s.GetRequiredService<WhatIfReplay>(), Clock(s), o, e, t)),
        [PromisesCommand.Word, ..] => Of(PromisesCommand.From(args)!, c => c.HostArguments, (c, s) => (o, e, t) => c.RunAsync(Store(s), Clock(s), o, e, t)),
        [RefusalsCommand.Word, ..] => Of(RefusalsCommand.From(args)!, c => c.HostArguments, (c, s) => (o, e, t) => c.RunAsync(s.GetRequiredService<RefusalJournal>(), o, e, t)),
        _ => null,
    };

    private static HostCommand Of<T>(T command, Func<T, IReadOnlyList<string>> arguments, Func<T, IServiceProvider, Func<TextWriter, TextWriter, CancellationToken, Task<int>>> run) =>
        new(arguments(command), (services, output, errors, cancellation) => run(command, services)(output, errors, cancellation));

    private static IDocumentStore Store(IServiceProvider services) => services.GetRequiredService<IDocumentStore>();

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
