using Marketplace.Application.Views;

namespace Marketplace.Host.Admin;

/// <summary>
/// <c>views compare</c> proves that every stored view is what its events say, and <c>views rebuild</c> makes it so (U11). Both want
/// a store to which nobody writes meanwhile.
/// </summary>
public sealed class ViewsCommand
{
    /// <summary>The word of the command line that asks for it.</summary>
    public const string Word = "views";

    /// <summary>Every view agrees, or was rebuilt.</summary>
    public const int Agrees = 0;

    /// <summary>At least one document differs.</summary>
    public const int Differs = 1;

    /// <summary>Neither <c>compare</c> nor <c>rebuild</c> was asked for.</summary>
    public const int BadInput = 2;

    private readonly string what;

    private ViewsCommand(string what, IReadOnlyList<string> hostArguments) => (this.what, HostArguments) = (what, hostArguments);

    /// <summary>What is left of the command line for the host.</summary>
    public IReadOnlyList<string> HostArguments { get; }

    /// <summary>Reads the command line; null when something else is asked for.</summary>
    public static ViewsCommand? From(IReadOnlyList<string> args) => args is [Word, ..] ? new ViewsCommand(args.Count > 1 ? args[1] : "", [.. args.Skip(2)]) : null;

    /// <summary>Compares or rebuilds: a line of CSV for each view, and one for each document that differs.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RebuiltViews views, TimeProvider clock, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        switch (what)
        {
            case "compare":
                return await WriteAsync(await new Progress(errors, "comparing", "views", clock).WhileAsync(views.CompareAsync(cancellation)), output, errors);
            case "rebuild":
                foreach (var view in await new Progress(errors, "rebuilding", "views", clock).WhileAsync(views.RebuildAsync(cancellation))) await output.WriteLineAsync($"rebuilt,{view}");
                return Agrees;
            default:
                await errors.WriteLineAsync("Usage: views compare|rebuild; stop the hosts that write first");
                return BadInput;
        }
    }

    private static async Task<int> WriteAsync(IReadOnlyList<ComparedView> compared, TextWriter output, TextWriter errors)
    {
        foreach (var view in compared)
        {
            await output.WriteLineAsync($"compared,{view.View},{view.Compared},{view.Differing.Count}");
            foreach (var id in view.Differing) await output.WriteLineAsync($"differs,{view.View},{id}");
        }

        var differing = compared.Sum(v => v.Differing.Count);
        await errors.WriteLineAsync($"{compared.Sum(v => v.Compared)} documents of {compared.Count} views compared with their events, {differing} differ.");
        return differing == 0 ? Agrees : Differs;
    }
}
