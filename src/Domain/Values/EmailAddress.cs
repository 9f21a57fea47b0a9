using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Marketplace.Domain.Values;

/// <summary>
/// An e-mail address as mail to people uses it: <c>local@domain</c> in ASCII, the domain in lower case (other alphabets as
/// <c>xn--</c>). Quoted local parts and numeric hosts are refused. Personal data: it prints as a mask.
/// </summary>
public readonly record struct EmailAddress
{
    private const int LongestAddress = 254;
    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;
    private const string MarksInLocalPart = ".!#$%&'*+-/=?^_`{|}~";
    private readonly string? value;

    private EmailAddress(string value) => this.value = value;

    /// <summary>The whole address. Never for a log.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which is no address.</exception>
    public string Value => value ?? throw new InvalidOperationException("A default EmailAddress holds no address.");

    /// <summary>
    /// The address all in lower case, to ask whether it is taken (S8): mail hosts do not tell <c>Anna@</c> from <c>anna@</c>,
    /// so neither may «one address, one customer».
    /// </summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Addresses are compared in lower case everywhere")]
    public string ComparisonKey => Value.ToLowerInvariant();

    /// <summary>Takes an address without surrounding spaces, and writes its domain in lower case.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "Domains are written in lower case everywhere")]
    public static bool TryCreate(string? text, out EmailAddress address)
    {
        address = default;
        // ASCII first: some other letters (the kelvin sign) become ASCII when they are lowered.
        if (text is null || text.Length > LongestAddress || !Ascii.IsValid(text)) return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return false;
        var (local, domain) = (text[..at], text[(at + 1)..].ToLowerInvariant());
        if (!IsLocalPart(local) || !IsDomain(domain)) return false;
        address = new EmailAddress($"{local}@{domain}");
        return true;
    }

    /// <summary>A mask: the first letter of each side and the last label: <c>a•••@m•••.ru</c>.</summary>
    public override string ToString() =>
        value is null ? "" : $"{value[0]}•••@{value[value.IndexOf('@', StringComparison.Ordinal) + 1]}•••{value[value.LastIndexOf('.')..]}";

    private static bool IsLocalPart(string local) =>
        local is { Length: >= 1 and <= LongestLocalPart } and [not '.', ..] and [.., not '.']
        && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || MarksInLocalPart.Contains(c, StringComparison.Ordinal));

    private static bool IsDomain(string domain) =>
        domain.Split('.') is { Length: >= 2 } labels && labels.All(IsLabel) && char.IsAsciiLetter(labels[^1][0]);

    private static bool IsLabel(string label) =>
        label is { Length: >= 1 and <= LongestLabel } and [not '-', ..] and [.., not '-']
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
