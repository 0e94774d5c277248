namespace Nabla.Losses;

/// <summary>How the losses of the examples become one number.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,
}

/// <summary>Reductions of tensors.</summary>
internal static class ReductionExtensions
{
    extension(Reduction reduction)
    {
        /// <summary>The losses reduced.</summary>
        public Tensor Of(Tensor losses) => reduction switch
        {
            Reduction.Mean => losses.Mean(),
            Reduction.Sum => losses.Sum(),
            _ => losses,
        };
    }
}
