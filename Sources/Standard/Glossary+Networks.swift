/// What a network is made of, and how it computes.
extension GlossaryEntry {
  static let networks: [GlossaryEntry] = [
    GlossaryEntry(
      "neuron", ["unit", "node", "artificial neuron"],
      "A weighted sum of numbers, plus a bias, put through an activation. A neuron is named by its layer and place: L1N0 is the first one of layer 1.",
      try: "net 2 2 1 ; init torch seed 1 ; explain 0 1 neuron L1N0"),
    GlossaryEntry(
      "weight", ["synapse", "connection"],
      "The number by which a neuron multiplies one of its inputs. Training changes nothing but weights and biases; all that a net knows is in them.",
      try: "net 2 2 1 ; init torch seed 1 ; dump"),
    GlossaryEntry(
      "bias", ["threshold", "intercept"],
      "The number that a neuron adds to its weighted sum. It moves the place where the neuron switches, as the intercept moves a line; without biases every line passes through the origin. It counts as a weight from a unit that is always 1: 0B -> L1N0.",
      try: "net 2 2 1 ; init torch seed 1 ; explain 0 0"),
    GlossaryEntry(
      "layer", ["hidden layer", "input layer", "output layer", "hidden unit"],
      "Neurons that take the same inputs and work side by side. The inputs are layer 0, the last layer gives the outputs, and the layers between are hidden: nobody tells them what they should be.",
      try: "net 2 4 3 1 ; show"),
    GlossaryEntry(
      "architecture", ["topology", "network", "multilayer perceptron", "mlp", "feed-forward network"],
      "How many layers a net has, how many neurons are in each, and with which activations. nn has nets in which every neuron of a layer takes all outputs of the layer before.",
      try: "net 2 8 relu 8 tanh 1 ; show"),
    GlossaryEntry(
      "parameter", ["parameters", "trainable parameter"],
      "A weight or a bias: a number that training chooses. A layer from n to m neurons has n·m weights and m biases.",
      try: "net 2 2 1 ; print parameters"),
    GlossaryEntry(
      "hyperparameter", ["setting"],
      "A number that a person chooses and training does not: the size of the net, the learning rate, the batch size. They are compared on the validation set, never on the test set.",
      try: "help adam"),
    GlossaryEntry(
      "activation", ["activation function", "transfer function", "nonlinearity", "squashing function"],
      "The function that a neuron applies to its sum. It has to bend: layers of straight lines, however many, make only one straight line.",
      try: "print sigmoid(0), tanh(1), relu(-2)"),
    GlossaryEntry(
      "pre-activation", ["net input", "weighted sum", "logit"],
      "A neuron's weighted sum with its bias, before the activation; nn calls it s. Before a softmax or the last sigmoid it is also called a logit.",
      try: "net 2 2 1 ; init torch seed 1 ; explain 1 0"),
    GlossaryEntry(
      "forward pass", ["forward propagation", "inference", "prediction"],
      "Computing the outputs: layer by layer, from the inputs to the end.",
      try: "net 2 2 1 ; init torch seed 1 ; eval 0 1"),
    GlossaryEntry(
      "initialization", ["init", "random initialization", "starting weights"],
      "Where the weights begin. They are drawn at random, so that hidden units differ, and with a spread that fits the sizes of the layers, so that signals neither fade nor grow from layer to layer.",
      try: "net 2 2 1 ; init xavier seed 1"),
    GlossaryEntry(
      "symmetry", ["symmetry breaking", "twin units"],
      "Two hidden units with the same weights get the same gradient, and stay the same for ever. That is why weights begin at random and not at 0.",
      try: "net 2 2 1 ; data xor ; init constant 0.5 ; train sgd lr 0.1 epochs 50 ; dump"),
    GlossaryEntry(
      "seed", ["random seed", "random number generator"],
      "The number from which all random numbers of a run follow. The same seed gives the same weights and the same training, here and on any other computer.",
      try: "net 2 2 1 ; init torch seed 1000 ; fingerprint"),
    GlossaryEntry(
      "density", ["probability density", "distribution", "bell curve"],
      "How thickly drawn numbers lie at a place. It is no probability and may be above 1; the area under a piece of it is the probability to fall there.",
      try: "net 50 20 1 ; init xavier seed 1 ; plot start ; explain init"),
    GlossaryEntry(
      "perceptron", ["rosenblatt"],
      "A single unit that answers 0 or 1, with Rosenblatt's rule of 1958: change the weights only after a wrong answer. It finds a line between two classes whenever there is one.",
      try: "net 2 1 step ; data and ; init zeros ; train perceptron epochs 20"),
    GlossaryEntry(
      "encoder", ["autoencoder", "bottleneck", "embedding"],
      "A net that must give back its inputs through a narrow hidden layer. What passes the bottleneck is a short code that the net has found by itself.",
      try: "net 8 3 8 sigmoid ; data encoder 8 ; init torch seed 1 ; train adam lr 0.05 epochs 300"),
    GlossaryEntry(
      "universal approximation", ["universal approximator"],
      "One hidden layer with enough units can come as near to any continuous function as one likes (Cybenko 1989). That such weights exist does not say that training finds them.",
      try: "net 1 10 tanh 1 ; data sine 40 seed 1 ; init xavier seed 1 ; train l-bfgs epochs 100"),
  ]
}
