namespace Marketplace.Auditor;

/// <summary>The words behind a command: <c>--name value</c> pairs, for some commands names without a value or words without a name.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, string> named = [];
    private readonly HashSet<string> flags = [];
    private readonly List<string> words = [];

    /// <summary>Takes them apart.</summary>
    /// <exception cref="InputException">One is unknown, twice, or without a value.</exception>
    public Arguments(IEnumerable<string> args, params string[] known)
        : this(args, [], known)
    {
    }

    /// <summary>The same, where some have no value.</summary>
    /// <exception cref="InputException">One is unknown, twice, or without a value.</exception>
    public Arguments(IEnumerable<string> args, IReadOnlyList<string> alone, string[] known)
    {
        using var each = args.GetEnumerator();
        while (each.MoveNext())
        {
            var word = each.Current;
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(word);
                continue;
            }

            if (alone.Contains(word[2..]))
            {
                flags.Add(word[2..]);
                continue;
            }

            if (!known.Contains(word[2..])) throw new InputException($"{word} is not known here.");
            if (!each.MoveNext()) throw new InputException($"{word} needs a value.");
            if (!named.TryAdd(word[2..], each.Current)) throw new InputException($"{word} is given twice.");
        }
    }

    /// <summary>The words without a name.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>A value, or null.</summary>
    public string? this[string name] => named.GetValueOrDefault(name);

    /// <summary>Whether one without a value is there.</summary>
    public bool Has(string name) => flags.Contains(name);

    /// <summary>A value that must be there.</summary>
    public string Required(string name) => this[name] ?? throw new InputException($"--{name} is missing.");

    /// <summary>An id that must be there.</summary>
    public Guid Id(string name) => Guid.TryParse(Required(name), out var id) ? id : throw new InputException($"--{name} is not an id.");
}
