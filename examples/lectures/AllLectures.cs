namespace Nabla.Lectures;

/// <summary>Every program, in the order in which the lectures are told.</summary>
public static class AllLectures
{
    /// <summary>The programs.</summary>
    public static IReadOnlyList<Lecture> List { get; } =
    [
        ComputationalGraphs.Lecture,
        ForwardAndReverse.Lecture,
        AllPaths.Lecture,
        SymbolicDerivatives.Lecture,
        NumericalGradients.Lecture,
        JacobianMatrices.Lecture,
        LayerByLayer.Lecture,
        LogisticGraph.Lecture,
        Perceptrons.Lecture,
        ExclusiveOr.Lecture,
        LinearClassifier.Lecture,
        Templates.Lecture,
        PolarCoordinates.Lecture,
        AssociativeMemory.Lecture,
        BoltzmannMachines.Lecture,
        DeepNetworks.Lecture,
        ByLines.Lecture,
        DecisionBoundaries.Lecture,
        UniversalApproximation.Lecture,
        UnitBalls.Lecture,
        LearningRates.Lecture,
        LeakyAbstraction.Lecture,
        ActivationSheet.Lecture,
        Convolutions.Lecture,
    ];

    /// <summary>A program by its name.</summary>
    /// <param name="name">Upper and lower case are the same.</param>
    /// <returns>The program, or null if none has that name.</returns>
    public static Lecture? Find(string name) => List.FirstOrDefault(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
