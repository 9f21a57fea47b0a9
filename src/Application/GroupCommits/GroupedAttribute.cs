namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Marks a handler whose commands are decided and committed together with those of others (<see cref="GroupCommit"/>). Its streams are
/// parameters with <see cref="LockedAttribute"/> or <see cref="LoadedAttribute"/>, the first of them locked; it loads no stream by hand, and
/// what it changes it changes through its streams and its session. A parameter that is a list of streams is of streams that commands of other
/// customers meet on. What all of its commands need is read by <c>AskAsync(IReadOnlyList&lt;TCommand&gt;, IBatchedQuery)</c>, once for a batch.
/// Usually it is the ordinary handler of its command; if its streams cannot be named there, it stands beside it. What only the ordinary one
/// can do then tells the command (<see cref="ISometimesAlone"/>) or, if the streams tell it, a <see cref="CarriedOutAloneException"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GroupedAttribute : Attribute;
