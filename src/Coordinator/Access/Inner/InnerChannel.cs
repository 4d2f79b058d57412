using Grpc.Core;

namespace DeepIoT.Coordinator.Access.Inner;

/// <summary>A way to the coordinator's services that leaves the process nowhere, for the generated clients.</summary>
internal sealed class InnerChannel(InnerInvoker invoker) : ChannelBase("inner")
{
    public override CallInvoker CreateCallInvoker() => invoker;
}
