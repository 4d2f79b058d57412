namespace DeepIoT.DeviceProfiler.Conditions;

public interface IConditions
{
    BoardConditions Read();
}
