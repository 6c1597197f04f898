// What each engine is given. Every text was run as it is printed, by `make test-clusters`; the reasons for its lines are in
// docs/clusters.md.

extension Launcher {
  static let slurm = Launcher(name: "slurm", summary: "a job array: a task a shard") { places in
    """
    #!/bin/sh
    # sbatch sweep.slurm   again: sbatch --array=3 sweep.slurm   then: \(places.merge)
    #SBATCH --array=0-\(places.last)             # a task a shard
    #SBATCH --cpus-per-task=1       # a task makes as many runs at a time
    #SBATCH --mem-per-cpu=500M
    #SBATCH --time=01:00:00
    #SBATCH --signal=TERM@60        # a minute before that, nn ends the points in work and stops with 75
    #SBATCH --requeue               # and so it does when a more urgent job needs the place
    #SBATCH --open-mode=append

    # \(places.shards) stands here: SLURM's own count of tasks is 1 when one is sent again.
    srun -c "$SLURM_CPUS_PER_TASK" nn sweep \(places.word) --shard "$SLURM_ARRAY_TASK_ID/\(places.shards)" --jobs "$SLURM_CPUS_PER_TASK" --quiet
    status=$?
    # Stopped, not failed: the task goes back to the queue, and does what is missing.
    [ $status -ne 75 ] || scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
    exit $status

    """
  }

  static let mpi = Launcher(name: "mpi", summary: "a line of mpirun: a rank a shard") { places in
    """
    #!/bin/sh
    # sh sweep.sh   again, it does what is missing: sh sweep.sh   then: \(places.merge)
    # Fewer cores than \(places.shards) on this machine: mpirun --oversubscribe (Open MPI). Several machines: --hostfile HOSTS.
    mpirun -n \(places.shards) sh -c 'exec nn sweep "$1" --shard "${OMPI_COMM_WORLD_RANK:-$PMI_RANK}/\(places.shards)" --jobs 1 --quiet --color never' sh \(places.word)

    """
  }

  static let parallel = Launcher(
    name: "parallel", summary: "GNU parallel: a job a shard, with a log that it goes on with"
  ) { places in
    """
    #!/bin/sh
    # sh sweep.sh   again, the shards that failed: sh sweep.sh   then: \(places.merge)
    # A shard a core; other machines that have nn and this folder: parallel -S a,b --workdir . …
    seq 0 \(places.last) | parallel -q --joblog \(places.stem).of-\(places.shards).joblog --resume-failed nn sweep \(places.word) --shard {}/\(places.shards) --jobs 1 --quiet

    """
  }

  static let dask = Launcher(name: "dask", summary: "a program for Dask in Python") { places in
    """
    # python sweep.py [ADDRESS]   again, it does what is missing: the same   then: \(places.merge)
    import os, subprocess, sys
    from dask.distributed import Client

    def shard(i, folder):
        line = ["nn", "sweep", \(places.json), "--shard", f"{i}/\(places.shards)", "--jobs", "1", "--quiet"]
        subprocess.run(line, cwd=folder, check=True)  # a status that is not 0 raises, 75 too: Dask sends it again

    if __name__ == "__main__":
        with Client(*sys.argv[1:]) as client:  # without the address of a scheduler: the cores of this machine
            client.gather(client.map(shard, range(\(places.shards)), folder=os.getcwd(), retries=5, pure=False))

    """
  }

  static let kubernetes = Launcher(name: "kubernetes", summary: "an indexed Job: a pod a shard") { places in
    """
    # kubectl create -f sweep.yaml   then, in the folder of the volume: \(places.merge)
    apiVersion: batch/v1
    kind: Job
    metadata:
      generateName: nn-sweep-
    spec:
      completionMode: Indexed
      completions: \(places.shards)
      parallelism: \(places.shards)
      backoffLimit: 20
      podFailurePolicy:
        rules:
        - action: Ignore        # 75: stopped, not failed; another pod does what is missing
          onExitCodes: {operator: In, values: [75]}
        - action: Ignore        # the node was drained, or a more urgent pod needed the place
          onPodConditions: [{type: DisruptionTarget, status: "True"}]
        - action: FailJob       # a mistake in the script: sending it again does not help
          onExitCodes: {operator: In, values: [1, 64, 65, 66]}
      template:
        spec:
          restartPolicy: Never  # podFailurePolicy asks for it
          containers:
          - name: nn
            image: IMAGE        # an image that has nn
            workingDir: /sweep
            command: [sh, -c, 'exec nn sweep "$1" --shard "$JOB_COMPLETION_INDEX/\(places.shards)" --jobs 1 --quiet', sh, \(places.json)]
            resources:
              requests: {cpu: "1", memory: 500Mi}
            volumeMounts:
            - {name: folder, mountPath: /sweep}
          volumes:
          - name: folder        # has the script and takes the ledgers: a volume that many nodes may write
            persistentVolumeClaim: {claimName: CLAIM}

    """
  }
}
