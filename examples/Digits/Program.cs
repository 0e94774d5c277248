// Handwritten digits of 8×8 pixels, from the package itself: a whole training in a few lines.
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

var model = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 10));
var trainer = new Trainer(model, new Adam(model, learningRate: 3e-3), Loss.CrossEntropy);
await trainer.FitAsync(Datasets.Digits.Train, epochs: 20);
Console.WriteLine(FormattableString.Invariant($"accuracy on digits never seen: {trainer.Evaluate(Datasets.Digits.Test).Accuracy:P1}"));
