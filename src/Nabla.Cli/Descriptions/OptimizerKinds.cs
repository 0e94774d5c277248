using Nabla.Cli.Terminal;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Descriptions;

/// <summary>The optimizers that a file can name: all but L-BFGS, which computes a loss several times a step and so needs whole batches.</summary>
internal static class OptimizerKinds
{
    static readonly Field Beta1 = Field.Fraction("beta1", "The decay of the first moment.", 0.9);
    static readonly Field Beta2 = Field.Fraction("beta2", "The decay of the second moment.", 0.999);
    static readonly Field Epsilon = Field.NotNegative("epsilon", "What keeps the divisor from 0.", 1e-8);
    static readonly Field Penalty = Field.NotNegative("weightDecay", "The factor of an L2 penalty.");
    static readonly Field AmsGrad = Field.Flag("amsGrad", "Whether steps are divided by the largest second moment so far.", false);
    static readonly Field Maximize = Field.Flag("maximize", "Whether the loss is maximised.", false);

    public static Kinds<Func<Described, Module, Optimizer>> All { get; } = new("optimizer",
        new("sgd", "Stochastic gradient descent.",
            (d, model) => new Sgd(model, d.Real("learningRate"), d.Real("momentum"), d.Real("dampening"), d.Flag("nesterov"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(0) with { Default = null, IsRequired = true },
            Field.NotNegative("momentum", "How much of the last step is kept."),
            Field.NotNegative("dampening", "How much less of the gradient a momentum takes."),
            Field.Flag("nesterov", "Whether the gradient is taken after the momentum's step.", false),
            Penalty, Maximize),
        new("adam", "Adam: steps scaled by the moments of the gradient.",
            (d, model) => new Adam(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay"), d.Flag("amsGrad")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-3), Beta1, Beta2, Epsilon, Penalty, AmsGrad, Maximize),
        new("adamW", "Adam with decoupled weight decay.",
            (d, model) => new AdamW(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay"), d.Flag("amsGrad")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-3), Beta1, Beta2, Epsilon, Shrinking(0.01), AmsGrad, Maximize),
        new("adagrad", "Steps divided by the root of the sum of all squared gradients.",
            (d, model) => new Adagrad(model, d.Real("learningRate"), d.Real("learningRateDecay"), d.Real("weightDecay"), d.Real("initialAccumulator"), d.Real("epsilon")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-2),
            Field.NotNegative("learningRateDecay", "How much the step size falls with the steps."),
            Penalty,
            Field.NotNegative("initialAccumulator", "What the sums of squares start with."),
            Epsilon with { Default = 1e-10 }, Maximize),
        new("adadelta", "Steps in the parameters' own unit.",
            (d, model) => new Adadelta(model, d.Real("learningRate"), d.Real("rho"), d.Real("epsilon"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(1), Share("rho", "The decay of both means.", 0.9), Epsilon with { Default = 1e-6 }, Penalty, Maximize),
        new("adamax", "Adam by the infinity norm.",
            (d, model) => new Adamax(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(2e-3), Beta1, Beta2 with { Description = "The decay of the infinity norm." }, Epsilon, Penalty, Maximize),
        new("nAdam", "Adam with Nesterov's momentum.",
            (d, model) => new NAdam(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay"), d.Real("momentumDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(2e-3), Beta1, Beta2, Epsilon, Penalty, Field.NotNegative("momentumDecay", "How fast the momentum rises.", 4e-3), Maximize),
        new("rAdam", "Adam with its variance rectified.",
            (d, model) => new RAdam(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-3), Beta1, Beta2, Epsilon, Penalty, Maximize),
        new("rmsProp", "Steps divided by the running size of the gradient.",
            (d, model) => new RmsProp(model, d.Real("learningRate"), d.Real("alpha"), d.Real("epsilon"), d.Real("weightDecay"), d.Real("momentum"), d.Flag("centered")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-2), Share("alpha", "The decay of the means.", 0.99), Epsilon, Penalty,
            Field.NotNegative("momentum", "How much of the last step is kept."),
            Field.Flag("centered", "Whether the gradient is divided by its standard deviation.", false), Maximize),
        new("rprop", "Steps by the sign of the gradient alone.",
            (d, model) => new Rprop(model, d.Real("learningRate"), d.Real("decrease"), d.Real("increase"), d.Real("smallestStep"), d.Real("largestStep")) { Maximize = d.Flag("maximize") },
            Field.NotNegative("learningRate", "What the step sizes start with.", 1e-2),
            Field.Fraction("decrease", "What a step size is multiplied by when the sign turns.", 0.5) with { Above = true },
            Field.Positive("increase", "What a step size is multiplied by while the sign stays.", 1.2) with { Least = 1 },
            Field.NotNegative("smallestStep", "The least step size.", 1e-6),
            Field.NotNegative("largestStep", "The largest step size.", 50), Maximize),
        new("asgd", "Averaged stochastic gradient descent.",
            (d, model) => new Asgd(model, d.Real("learningRate"), d.Real("lambda"), d.Real("alpha"), d.Real("averagingStart"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-2),
            Field.NotNegative("lambda", "The decay of parameters and step size.", 1e-4),
            Field.NotNegative("alpha", "The power by which the step size falls.", 0.75),
            Field.NotNegative("averagingStart", "The step after which averaging begins.", 1e6),
            Penalty, Maximize),
        new("lion", "Steps by the sign of a momentum alone.",
            (d, model) => new Lion(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("weightDecay")) { Maximize = d.Flag("maximize") },
            LearningRate(1e-4), Beta1 with { Description = "How much of the momentum a step takes." },
            Field.Fraction("beta2", "The decay of the momentum.", 0.99), Shrinking(0), Maximize),
        new("adafactor", "Adam with the second moment of rows and columns alone.",
            (d, model) => new Adafactor(
                model, d.Real("learningRate"), d.Real("squareEpsilon"), d.Real("scaleEpsilon"), d.Real("clippingThreshold"), d.Real("decayRate"), d.RealOrNull("beta1"),
                d.Real("weightDecay"), d.Flag("scaleParameter"), d.Flag("relativeStep"), d.Flag("warmup"))
            { Maximize = d.Flag("maximize") },
            Field.NotNegative("learningRate", "The factor of relative steps, or without them the step size.", 1),
            Field.NotNegative("squareEpsilon", "What is added to squared gradients.", 1e-30),
            Field.NotNegative("scaleEpsilon", "The least size that a parameter counts as.", 1e-3),
            Field.Positive("clippingThreshold", "The largest root mean square of a step before it is scaled.", 1),
            Field.NotNegative("decayRate", "The power by which the second moment's decay nears 1.", 0.8),
            Beta1 with { Description = "The decay of the first moment; none is kept unless given.", Default = null },
            Shrinking(0),
            Field.Flag("scaleParameter", "Whether steps are scaled by the parameter's root mean square.", true),
            Field.Flag("relativeStep", "Whether the step size follows from the number of steps.", true),
            Field.Flag("warmup", "Whether relative steps start small.", false), Maximize),
        new("lamb", "Adam's direction with a step as long as the parameter is large.",
            (d, model) => new Lamb(
                model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay"),
                d.RealOrNull("largestNorm") ?? double.PositiveInfinity)
            { Maximize = d.Flag("maximize") },
            LearningRate(1e-3), Beta1, Beta2, Epsilon with { Default = 1e-6 },
            Field.NotNegative("weightDecay", "How much of the parameter is added to the direction.", 0.01),
            Field.Positive("largestNorm", "The norm above which a parameter's does not lengthen the step; none unless given.", 1) with { Default = null }, Maximize),
        new("muon", "Momentum made orthogonal for matrices, AdamW for the rest.",
            (d, model) => new Muon(
                model, d.Real("learningRate"), d.Real("weightDecay"), d.Real("momentum"), d.Flag("nesterov"), d.Whole("newtonSchulzSteps"), d.Real("epsilon"),
                (d.Real("a"), d.Real("b"), d.Real("c")), d.Flag("matchAdamW"),
                d.Real("adamLearningRate"), d.Real("adamBeta1"), d.Real("adamBeta2"), d.Real("adamEpsilon"))
            { Maximize = d.Flag("maximize") },
            LearningRate(1e-3), Shrinking(0.1),
            Field.Fraction("momentum", "The decay of the momentum.", 0.95),
            Field.Flag("nesterov", "Whether the direction is taken after the momentum.", true),
            Field.Whole("newtonSchulzSteps", "How many steps make the direction orthogonal.", 1, 5),
            Epsilon with { Description = "What keeps the norm from 0.", Default = 1e-7 },
            Coefficient("a", 3.4445), Coefficient("b", -4.775), Coefficient("c", 2.0315),
            Field.Flag("matchAdamW", "Whether steps are as large as AdamW's.", false),
            Field.NotNegative("adamLearningRate", "AdamW's step size.", 3e-4),
            Field.Fraction("adamBeta1", "AdamW's decay of the first moment.", 0.9),
            Field.Fraction("adamBeta2", "AdamW's decay of the second moment.", 0.95),
            Field.NotNegative("adamEpsilon", "What keeps AdamW's divisor from 0.", 1e-10), Maximize));

    /// <summary>The described optimizer of a model.</summary>
    /// <exception cref="CommandFailure">Its options contradict each other, or the model has nothing that it could move.</exception>
    public static Optimizer Create(Described described, Module model)
    {
        try
        {
            return All.Create(described)(described, model);
        }
        catch (ArgumentException e)
        {
            throw described.Json.Wrong(e.Message.Split(" (Parameter '")[0]);
        }
    }

    static Field LearningRate(double @default) => Field.NotNegative("learningRate", "The step size.", @default);

    static Field Shrinking(double @default) => Field.NotNegative("weightDecay", "How much of a parameter each step takes away, times its size.", @default);

    static Field Share(string name, string description, double @default) => Field.Fraction(name, description, @default) with { Below = false };

    static Field Coefficient(string name, double @default) => new(name, FieldType.Real, $"The coefficient {name} of the polynomial that makes the direction orthogonal.", @default);
}
