namespace Nabla.Data;

/// <summary>The data sets that Nabla knows. Naming one costs nothing; its parts are loaded when first used.</summary>
/// <remarks>
/// The tables are embedded in the package. Their split is fixed: within each class, in the file's order, every fifth row
/// (the 5th, 10th, …) is a test row. Rows keep the file's order, which is often class after class: shuffle when training.
/// </remarks>
public static class Datasets
{
    /// <summary>Handwritten digits of 8×8 pixels: 1,442 for training, 355 for testing, inputs <c>[64]</c>, ten classes.</summary>
    /// <remarks>Pixels are counts from 0 to 16, divided by 16. E. Alpaydin, C. Kaynak, UCI, 1998.</remarks>
    public static Dataset Digits { get; } = SmallTables.Digits();

    /// <summary>Three species of iris: 120 for training, 30 for testing, inputs <c>[4]</c>.</summary>
    /// <remarks>Standardised with the training part's means and deviations. R. A. Fisher, 1936.</remarks>
    public static Dataset Iris { get; } = SmallTables.Iris();

    /// <summary>Wines of three cultivars: 144 for training, 34 for testing, inputs <c>[13]</c>.</summary>
    /// <remarks>Standardised with the training part's means and deviations. S. Aeberhard, M. Forina, UCI, 1992.</remarks>
    public static Dataset Wine { get; } = SmallTables.Wine();

    /// <summary>Malignant and benign breast tumours: 456 for training, 113 for testing, inputs <c>[30]</c>.</summary>
    /// <remarks>Standardised with the training part's means and deviations. W. Wolberg and others, UCI, 1995.</remarks>
    public static Dataset BreastCancer { get; } = SmallTables.BreastCancer();

    /// <summary>
    /// Progression of diabetes after a year, a number from 25 to 346: 354 for training, 88 for testing, inputs <c>[10]</c>.
    /// </summary>
    /// <remarks>
    /// Inputs are standardised with the training part's means and deviations, targets are as measured; every fifth row is a
    /// test row. B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least Angle Regression", 2004.
    /// </remarks>
    public static Dataset Diabetes { get; } = SmallTables.Diabetes();

    /// <summary>Handwritten digits: 60,000 for training, 10,000 for testing, inputs <c>[1, 28, 28]</c>, ten classes.</summary>
    /// <remarks>
    /// Pixels from 0 to 255, divided by 255. The files must be on this machine (<see cref="DataLocator"/>) or be downloaded
    /// (<see cref="DatasetDownloader"/>). Y. LeCun, C. Cortes, C. Burges.
    /// </remarks>
    public static Dataset Mnist { get; } = ImageSet.Mnist.ToDataset(DataLocator.FromEnvironment);

    /// <summary>Pictures of clothes: 60,000 for training, 10,000 for testing, inputs <c>[1, 28, 28]</c>, ten classes.</summary>
    /// <remarks>
    /// Pixels from 0 to 255, divided by 255. The files must be on this machine (<see cref="DataLocator"/>) or be downloaded
    /// (<see cref="DatasetDownloader"/>). H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", 2017.
    /// </remarks>
    public static Dataset FashionMnist { get; } = ImageSet.FashionMnist.ToDataset(DataLocator.FromEnvironment);

    /// <summary>Pictures of animals and vehicles: 50,000 for training, 10,000 for testing, inputs <c>[3, 32, 32]</c>, ten classes.</summary>
    /// <remarks>
    /// Pixels from 0 to 255, divided by 255; red, green and blue. The files of the binary version must be on this machine
    /// (<see cref="DataLocator"/>); the training part takes 614 MB. A. Krizhevsky, "Learning Multiple Layers of Features from
    /// Tiny Images", 2009.
    /// </remarks>
    public static Dataset Cifar10 { get; } = CifarSet.Cifar10.ToDataset(DataLocator.FromEnvironment);

    /// <summary>A part of CIFAR-10: 4,000 for training, 1,000 for testing, inputs <c>[3, 32, 32]</c>, ten classes.</summary>
    /// <remarks>As <see cref="Cifar10"/>, in the files train_4000.bin and test_1000.bin.</remarks>
    public static Dataset Cifar10Subset { get; } = CifarSet.Cifar10Subset.ToDataset(DataLocator.FromEnvironment);

    /// <summary>All of them, the small ones first.</summary>
    public static IReadOnlyList<Dataset> All { get; } = [Digits, Iris, Wine, BreastCancer, Diabetes, Mnist, FashionMnist, Cifar10, Cifar10Subset];

    /// <summary>A data set by its name.</summary>
    /// <param name="name">E.g. <c>fashion-mnist</c>; upper and lower case are the same.</param>
    /// <returns>The data set, or null if none has that name.</returns>
    public static Dataset? Find(string name) => All.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
