namespace Marketplace.Auditor.Checking;

/// <summary>What was found, in the order of reading: the first is the first bad position, many of the others follow from it.</summary>
public sealed class Findings
{
    private const int Kept = 100;
    private readonly List<Finding> first = [];

    /// <summary>The first hundred.</summary>
    public IReadOnlyList<Finding> First => first;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(string code, string position, string text)
    {
        Count++;
        if (first.Count < Kept) first.Add(new Finding(code, position, text));
    }
}
