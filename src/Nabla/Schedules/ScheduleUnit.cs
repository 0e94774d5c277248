namespace Nabla.Schedules;

/// <summary>What a schedule's steps are.</summary>
public enum ScheduleUnit
{
    /// <summary>Steps of the optimizer: the rate may change with each.</summary>
    Step,

    /// <summary>Epochs: the rate is the same for all steps of one.</summary>
    Epoch,
}
