namespace Nabla.Backends.Cpu;

/// <summary>Work cut into numbered parts that may run in any order and at the same time.</summary>
internal interface IParts
{
    /// <summary>Does one part; called once for every number from 0 to parts − 1.</summary>
    void Run(int part);
}
