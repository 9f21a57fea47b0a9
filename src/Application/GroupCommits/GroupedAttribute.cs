namespace Marketplace.Application.GroupCommits;

/// <summary>
/// Marks a handler whose commands are decided and committed together with those of others (<see cref="GroupCommit"/>). It stays an
/// ordinary handler: its streams are parameters with <see cref="LockedAttribute"/> or <see cref="LoadedAttribute"/>, the first of
/// them locked; it loads no stream by hand, and what it changes it changes through its streams and its session.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GroupedAttribute : Attribute;
