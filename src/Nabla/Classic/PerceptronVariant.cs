namespace Nabla.Classic;

/// <summary>Which weights a perceptron keeps when its training ends.</summary>
public enum PerceptronVariant
{
    /// <summary>The last ones: F. Rosenblatt, "The perceptron", 1958.</summary>
    Rosenblatt,

    /// <summary>The mean of those after each example: steadier where no hyperplane separates. Y. Freund, R. Schapire, 1999, in the linear form.</summary>
    Averaged,

    /// <summary>
    /// Those that a pocket holds: whenever a run of rightly classified examples is the longest so far and the weights make fewer
    /// mistakes on all examples than those in the pocket, they take their place. S. Gallant, 1990, with ratchet.
    /// </summary>
    Pocket,
}
