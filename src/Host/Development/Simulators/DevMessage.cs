using System.Text.RegularExpressions;

namespace Marketplace.Host.Development.Simulators;

/// <summary>How a message was sent.</summary>
public enum MessageChannel
{
    /// <summary>A text message.</summary>
    Sms,

    /// <summary>A phone call; its text is what the called person learns.</summary>
    Call,

    /// <summary>A letter.</summary>
    Email,
}

/// <summary>A message as <c>/dev/messages</c> shows it.</summary>
/// <param name="Channel">How it was sent.</param>
/// <param name="To">The phone number or e-mail address.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Code">The first run of 4 to 8 digits outside a link, an id, a sum and a date.</param>
/// <param name="Link">The first link.</param>
/// <param name="SentAt">When it was sent.</param>
public sealed partial record DevMessage(MessageChannel Channel, string To, string Text, string? Code, string? Link, DateTimeOffset SentAt)
{
    /// <summary>Finds the code and the link in a text.</summary>
    public static DevMessage Of(MessageChannel channel, string to, string text, DateTimeOffset sentAt)
    {
        var link = Links().Match(text) is { Success: true } match ? match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '»', '"', '\'') : null;
        // A link's token may hold such a run by chance; that is no code.
        var code = Codes().Match(Links().Replace(text, " ")) is { Success: true } digits ? digits.Value : null;
        return new DevMessage(channel, to, text, code, link, sentAt);
    }

    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(DevMessage);

    // Not a piece of an id, a sum or a date.
    [GeneratedRegex(@"(?<![\w-]|\d[.,])\d{4,8}(?![\w-]|[.,]\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Codes();

    [GeneratedRegex(@"https?://[^\s<>]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Links();
}
