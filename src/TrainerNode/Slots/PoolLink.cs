using Google.Protobuf;

namespace DeepIoT.TrainerNode.Slots;

/// <summary>
/// The way to the trainer pool, which comes and goes with the actor system while trials go on. What is told
/// when there is none is lost: whoever needs an answer repeats itself.
/// </summary>
internal sealed class PoolLink
{
    private volatile Action<IMessage>? _tell;

    public void Connect(Action<IMessage> tell) => _tell = tell;

    public void Disconnect() => _tell = null;

    public void Tell(IMessage message) => _tell?.Invoke(message);
}
