namespace Marketplace.Host.Admin;

/// <summary>The options behind a word of the command line. What a command does not know is left for the host.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> flags = [];
    private readonly List<string> rest = [];

    /// <summary>Takes the command line apart.</summary>
    /// <param name="args">It, without the word.</param>
    /// <param name="valued">The options that have a value, such as <c>--on</c>; without one it is empty, so that nothing is done with half of what was meant.</param>
    /// <param name="alone">The options that have none, such as <c>--json</c>.</param>
    public CommandOptions(IEnumerable<string> args, IReadOnlyList<string> valued, IReadOnlyList<string> alone)
    {
        using var each = args.GetEnumerator();
        while (each.MoveNext())
        {
            var word = each.Current;
            if (alone.Contains(word)) flags.Add(word);
            else if (valued.Contains(word)) values[word] = each.MoveNext() ? each.Current : "";
            else rest.Add(word);
        }
    }

    /// <summary>What is left for the host.</summary>
    public IReadOnlyList<string> HostArguments => rest;

    /// <summary>The value of an option; null when it was not given.</summary>
    public string? this[string option] => values.GetValueOrDefault(option);

    /// <summary>Whether an option without a value was given.</summary>
    public bool Has(string option) => flags.Contains(option);
}
