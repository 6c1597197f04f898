// FANN on XOR, 2-2-1, sigmoid and linear, as nn has them: steepness 0.5 makes FANN's sigmoid 1 / (1 + e^-s), 1 its linear unit.
//
//     fann STARTS rprop | incremental       reads and answers as xor.c does

#include <floatfann.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { parameters = 9, most = 1000 };

// Ours are weights, then the bias, for L1N0, L1N1 and L2N0; so are FANN's connections, a bias being that from a last neuron.
static float start[most][parameters];

static int starts(const char *name) {
  FILE *file = fopen(name, "r");
  int count = 0;
  for (int read = parameters; file && read == parameters && count < most; count += read == parameters) {
    for (read = 0; read < parameters && fscanf(file, "%f", &start[count][read]) == 1; read++) {}
  }
  return count;
}

static struct fann *network(int incremental) {
  struct fann *net = fann_create_standard(3, 2, 2, 1);
  fann_set_activation_function_hidden(net, FANN_SIGMOID);
  fann_set_activation_steepness_hidden(net, 0.5f);
  fann_set_activation_function_output(net, FANN_LINEAR);
  fann_set_activation_steepness_output(net, 1);
  fann_set_train_error_function(net, FANN_ERRORFUNC_LINEAR);
  fann_set_training_algorithm(net, incremental ? FANN_TRAIN_INCREMENTAL : FANN_TRAIN_RPROP);
  fann_set_learning_rate(net, 0.1f);
  return net;
}

static struct fann_train_data *rows(void) {
  const float in[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, out[4] = {0, 1, 1, 0};
  struct fann_train_data *data = fann_create_train(4, 2, 1);
  for (int row = 0; row < 4; row++) {
    memcpy(data->input[row], in[row], sizeof in[row]);
    data->output[row][0] = out[row];
  }
  return data;
}

static double processor(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **words) {
  if (count < 3) return 64;
  int known = starts(words[1]), incremental = !strcmp(words[2], "incremental");
  struct fann_train_data *data = rows();
  int epochs, wanted;
  while (scanf("%d %d", &epochs, &wanted) == 2) {
    if (wanted > known) return 65;
    double total = 0, first = 0;
    double before = processor();
    for (int k = 0; k < wanted; k++) {
      struct fann *net = network(incremental);
      memcpy(net->weights, start[k], sizeof start[k]);
      for (int epoch = 0; epoch < epochs; epoch++) fann_train_epoch(net, data);
      float loss = fann_test_data(net, data);
      total += loss;
      if (k == 0) first = loss;
      fann_destroy(net);
    }
    double seconds = processor() - before;
    printf("{\"processor\": %.9f, \"loss\": %.9g, \"first\": %.9g}\n", seconds, total / wanted, first);
    fflush(stdout);
  }
}
