// Programs use every core themselves, and commands set the number of threads of the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
