using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;

namespace Nabla.Tests.Layers;

/// <summary>The messages, word for word: what a person reads when a model does not fit.</summary>
public sealed class ErrorMessageTests
{
    static readonly Tensor Labels = Tensor.From<long>(0, 1);

    public static TheoryData<string, Action> Messages => new()
    {
        { "model.1 (Linear): Linear: cannot multiply [2, 4] by a weight [3, 5]: the last axis has 4 features, the weight expects 5.", () => new Sequential(new Linear(3, 4), new Linear(5, 3)).Forward(Tensor.Zeros([2, 3])) },
        { "model.0.1 (Linear): Linear: cannot multiply [2, 4] by a weight [3, 5]: the last axis has 4 features, the weight expects 5.", () => new Sequential(new Sequential(new Linear(3, 4), new Linear(5, 3))).Call(Tensor.Zeros([2, 3])) },
        { "model (Linear): Linear: cannot multiply [2, 4] by a weight [3, 5]: the last axis has 4 features, the weight expects 5.", () => new Linear(5, 3).Call(Tensor.Zeros([2, 4])) },
        { "model.0.weight: cannot assign [4, 2]: the parameter's shape is [4, 3].", () => new Sequential(new Linear(3, 4)).Parameters()[0].Assign(Tensor.Zeros([4, 2])) },
        { "parameter: cannot assign [4, 2]: the parameter's shape is [1].", () => new Parameter(Tensor.Ones([1])).Assign(Tensor.Zeros([4, 2])) },
        { "Parameter: cannot hold int64 [2]: only float32 and float64 are trained.", () => _ = new Parameter(Labels) },
        { "model (Linear): cannot convert to int64: parameters are float32 or float64.", () => new Linear(1, 1).Cast(DType.Int64) },
        { "Fans: cannot tell the fans of [3]: it has 1 axes, [out, in, …] needs at least 2.", () => new XavierUniform().Draw([3], new RandomStream(0)) },
        { "CrossEntropy: cannot use label 12 of example 3: there are 10 classes.", () => Loss.CrossEntropy(Tensor.Zeros([4, 10]), Tensor.From<long>(0, 9, 3, 12)) },
        { "CrossEntropy: cannot use label -1 of example 1: there are 3 classes.", () => Loss.CrossEntropy(Tensor.Zeros([2, 3, 2]), Tensor.From<long>([0, 1, 2, -1], [2, 2])) },
        { "CrossEntropy: cannot use labels [2] for scores [4, 10]: [4] is expected.", () => Loss.CrossEntropy(Tensor.Zeros([4, 10]), Labels) },
        { "CrossEntropy: cannot use scores [4]: they have 1 axes, [N, classes, …] needs at least 2.", () => Loss.CrossEntropy(Tensor.Zeros([4]), Labels) },
        { "CrossEntropy: cannot compare [2, 3] with [2]: the shapes differ.", () => Loss.CrossEntropy(Tensor.Zeros([2, 3]), Tensor.Zeros([2])) },
        { "CrossEntropy: cannot use logits [2]: they have 1 axes, [N, classes, …] needs at least 2.", () => Loss.CrossEntropy(Tensor.Zeros([2]), Tensor.Zeros([2])) },
        { "MulticlassHinge: cannot use float32 [4] as labels: they are whole numbers, [N, …] class indices.", () => Loss.MulticlassHinge(Tensor.Zeros([4, 10]), Tensor.Zeros([4])) },
        { "MulticlassHinge: cannot use label 3 of example 0: there are 3 classes.", () => Loss.MulticlassHinge(Tensor.Zeros([1, 3]), Tensor.From<long>(3)) },
        { "Mse: cannot compare [2, 1] with [2]: the shapes differ.", () => Loss.Mse(Tensor.Zeros([2, 1]), Tensor.Zeros([2])) },
        { "BinaryCrossEntropy: cannot compare [2, 1] with [2]: the shapes differ.", () => Loss.BinaryCrossEntropy(Tensor.Zeros([2, 1]), Tensor.Zeros([2])) },
        { "Adam: cannot use the learning rate -0.5: it is a finite number from 0 on.", () => _ = new Adam(new Linear(1, 1), -0.5) },
        { "AdamW: cannot use the beta2 1: it is from 0 to below 1.", () => _ = new AdamW(new Linear(1, 1), beta2: 1) },
        { "Sgd: cannot use Nesterov's momentum with momentum 0.5 and dampening 0.1: it needs a momentum above 0 and dampening 0.", () => _ = new Sgd(new Linear(1, 1), 0.1, momentum: 0.5, dampening: 0.1, nesterov: true) },
    };

    [Theory, MemberData(nameof(Messages))]
    public void An_error_says_what_where_and_both_numbers(string message, Action action)
    {
        Exception e = Should.Throw<Exception>(action);
        e.Message.Split(" (Parameter '")[0].ShouldBe(message);
    }

    [Fact]
    public void An_error_in_a_layer_keeps_its_type_and_its_shapes()
    {
        var model = new Sequential(new Linear(3, 4), new Linear(5, 3));
        var e = Should.Throw<ShapeException>(() => model.Forward(Tensor.Zeros([2, 3])));
        e.Shapes.ShouldBe([new Shape([2, 4]), new Shape([3, 5])]);
        e.Layer.ShouldBe("model.1 (Linear)");
        e.StackTrace!.ShouldContain("LinearExtensions");
    }
}
