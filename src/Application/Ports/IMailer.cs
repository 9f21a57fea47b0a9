namespace Marketplace.Application.Ports;

/// <summary>A letter. It prints nothing: it may hold a code or a link.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">The plain text; links stand whole on a line of their own.</param>
public sealed record Letter(string Subject, string Text)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(Letter);
}

/// <summary>Sends letters. It throws when the letter was not taken, so that the sender's retry sees it.</summary>
public interface IMailer
{
    /// <summary>Hands one letter over.</summary>
    /// <param name="messageId">Ours, and the letter's <c>Message-ID</c>: what was taken twice is the same letter.</param>
    /// <param name="to">The address. Personal data: never logged.</param>
    /// <param name="letter">What it says. It may hold a code or a link: never logged.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation);
}
