#include "CKernels.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>

// Most threads that the pool ever has, besides those that call it.
enum { MostWorkers = 255 };
// How often a thread looks for work, or for its end, before it sleeps: about 0.1 ms. Between the products of one update
// there is less time than waking a thread takes.
enum { Looks = 2000 };

static struct {
    atomic_flag isTaken;
    pthread_mutex_t lock;
    pthread_cond_t begun, done;
    size_t workers;
    // Counts the pieces of work; workers that sleep, and workers that are not through with the last piece.
    _Atomic size_t generation, sleepers, left;
    size_t count;
    void (*work)(void *, size_t);
    void *context;
} pool = {.isTaken = ATOMIC_FLAG_INIT,
          .lock = PTHREAD_MUTEX_INITIALIZER,
          .begun = PTHREAD_COND_INITIALIZER,
          .done = PTHREAD_COND_INITIALIZER};

static void pause_(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static void awaitGeneration(size_t seen) {
    for (int look = 0; look < Looks; look++) {
        if (atomic_load(&pool.generation) != seen) return;
        pause_();
    }
    pthread_mutex_lock(&pool.lock);
    atomic_fetch_add(&pool.sleepers, 1);
    while (atomic_load(&pool.generation) == seen) pthread_cond_wait(&pool.begun, &pool.lock);
    atomic_fetch_sub(&pool.sleepers, 1);
    pthread_mutex_unlock(&pool.lock);
}

// What a worker does: its number is its place from 1, and the generation at its birth is 0 or the last one done.
struct Birth {
    size_t number, generation;
};
static struct Birth births[MostWorkers];

static void *worker(void *argument) {
    const struct Birth birth = *(struct Birth *)argument;
    size_t seen = birth.generation;
    while (true) {
        awaitGeneration(seen);
        seen = atomic_load(&pool.generation);
        if (birth.number < pool.count) pool.work(pool.context, birth.number);
        if (atomic_fetch_sub(&pool.left, 1) != 1) continue;
        pthread_mutex_lock(&pool.lock);
        pthread_cond_signal(&pool.done);
        pthread_mutex_unlock(&pool.lock);
    }
    return NULL;
}

// A child process has none of its parent's threads.
static void forget(void) {
    pool.workers = 0;
    atomic_store(&pool.sleepers, 0);
    atomic_flag_clear(&pool.isTaken);
    pthread_mutex_init(&pool.lock, NULL);
    pthread_cond_init(&pool.begun, NULL);
    pthread_cond_init(&pool.done, NULL);
}

static void registerForget(void) { pthread_atfork(NULL, NULL, forget); }

// Begins threads until there are so many, or as many as the system gives.
static void grow(size_t wanted) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, registerForget);
    // Signals are for the threads that the program itself has begun.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool.workers < wanted && pool.workers < MostWorkers) {
        births[pool.workers] = (struct Birth){pool.workers + 1, atomic_load(&pool.generation)};
        pthread_t thread;
        if (pthread_create(&thread, NULL, worker, &births[pool.workers]) != 0) break;
        pthread_detach(thread);
        pool.workers++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void awaitWorkers(void) {
    for (int look = 0; look < Looks; look++) {
        if (atomic_load(&pool.left) == 0) return;
        pause_();
    }
    pthread_mutex_lock(&pool.lock);
    while (atomic_load(&pool.left) > 0) pthread_cond_wait(&pool.done, &pool.lock);
    pthread_mutex_unlock(&pool.lock);
}

void poolRun(size_t count, void (*work)(void *, size_t), void *context) {
    if (count <= 1 || atomic_flag_test_and_set(&pool.isTaken)) {
        for (size_t number = 0; number < count; number++) work(context, number);
        return;
    }
    if (pool.workers + 1 < count) grow(count - 1);
    pool.count = count;
    pool.work = work;
    pool.context = context;
    atomic_store(&pool.left, pool.workers);
    atomic_fetch_add(&pool.generation, 1);
    if (atomic_load(&pool.sleepers) > 0) {
        pthread_mutex_lock(&pool.lock);
        pthread_cond_broadcast(&pool.begun);
        pthread_mutex_unlock(&pool.lock);
    }
    work(context, 0);
    // What the system gave no thread for.
    for (size_t number = pool.workers + 1; number < count; number++) work(context, number);
    awaitWorkers();
    atomic_flag_clear(&pool.isTaken);
}
