using System.Reflection;
using JasperFx.Events;
using Marten.Services.BatchQuerying;

namespace Marketplace.Application.GroupCommits;

/// <summary>One stream that a grouped handler asks for.</summary>
internal abstract class StreamParameter
{
    private readonly PropertyInfo id;

    protected StreamParameter(bool isLocked, PropertyInfo id) => (IsLocked, this.id) = (isLocked, id);

    /// <summary>Whether its row is locked until the transaction ends.</summary>
    public bool IsLocked { get; }

    /// <summary>The stream of this command.</summary>
    public Guid IdOf(object command) => (Guid)id.GetValue(command)!;

    /// <summary>Loads it for writing with the others of a batch.</summary>
    public abstract StreamOfBatch Load(IBatchedQuery batch, Guid stream);

    /// <summary>What that parameter asks for; null when it is no stream.</summary>
    public static StreamParameter? Of(ParameterInfo parameter, Type command)
    {
        var (locked, loaded) = (parameter.GetCustomAttribute<LockedAttribute>(), parameter.GetCustomAttribute<LoadedAttribute>());
        if ((locked?.IdMember ?? loaded?.IdMember) is not { } member)
        {
            return parameter.ParameterType.Name == typeof(IEventStream<>).Name
                ? throw new InvalidOperationException($"{parameter.Member.DeclaringType}: the stream '{parameter.Name}' is neither [Locked] nor [Loaded].")
                : null;
        }

        var id = command.GetProperty(member) ?? throw new InvalidOperationException($"{command} has no member {member}.");
        var state = parameter.ParameterType.GetGenericArguments()[0];
        return (StreamParameter)Activator.CreateInstance(typeof(StreamParameter<>).MakeGenericType(state), locked is not null, id)!;
    }
}

/// <inheritdoc />
internal sealed class StreamParameter<TState>(bool isLocked, PropertyInfo id) : StreamParameter(isLocked, id) where TState : class
{
    public override StreamOfBatch Load(IBatchedQuery batch, Guid stream) => new StreamOfBatch<TState>(batch.Events.FetchForWriting<TState>(stream));
}
