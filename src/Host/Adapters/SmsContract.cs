namespace Marketplace.Host.Adapters;

/// <summary>What is posted to <c>messages</c> of the SMS gateway; any 2xx means taken.</summary>
/// <param name="MessageId">Ours: one message per id, however often it is posted.</param>
/// <param name="To">The number in E.164.</param>
/// <param name="Text">The text.</param>
public sealed record SmsRequest(Guid MessageId, string To, string Text)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(SmsRequest);
}

/// <summary>What is posted to <c>calls</c> of the SMS gateway; any 2xx means taken.</summary>
/// <param name="MessageId">Ours: one call per id, however often it is posted.</param>
/// <param name="To">The number in E.164.</param>
/// <param name="LastDigits">What the number that calls must end with.</param>
public sealed record CallRequest(Guid MessageId, string To, string LastDigits)
{
    /// <summary>Prints nothing personal.</summary>
    public override string ToString() => nameof(CallRequest);
}
