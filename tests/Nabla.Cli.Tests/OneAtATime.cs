// Commands set the number of threads of the whole process, and bench measures it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
