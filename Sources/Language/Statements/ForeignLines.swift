/// Lines of other tools, each with the line of this language that does what they do. A rule stands for the whole line.
enum ForeignLines {
  typealias Rule = Correction.Rule

  static let rules = tables + shells + layers + matlab + python + other + [unknown]

  /// Files of data, and looking at them.
  private static let tables = [
    Rule(
      #"^(?:read|import|open|load|load[ _]?data|read[ _]?(?:file|data|table))\s+["']?([^"'\s]+\.(?:csv|tsv|txt|xlsx|arff|dat))["']?$"#,
      "data \"$1\""),
    Rule(#"^(?:[a-z_]\w*\.)?(?:head|tail|describe)(?:\s*\(.*\))?$"#, "show data"),
    Rule(#"\|\s*([^|]+?)\s*\|"#, "abs($1)"),
    Rule(#"^explain (?:the )?back-?prop(?:agation)?$"#, "explain gradient data"),
    Rule(
      #"^((?:val\.|train\.)?(?:loss|accuracy|f1|rmse|mae|r2)|epoch|seed|parameters|largest\.error)\s*\(\s*\)$"#,
      "print $1"),
  ]

  /// Ways out, and shells.
  private static let shells = [
    Rule(#"^(?:exit|quit|q|bye|logout|stop|halt|close)\s*(?:\(\s*\))?\s*;?$"#, "quit"),
    Rule(#"^[:\\.]\s*(?:q|qa|quit|exit|wq|x)!?$"#, "quit"),
    Rule(#"^(?:clc|cls|clear all|clearvars|reset\(\)|del .*|rm\(list.*)$"#, "clear"),
    Rule(#"^(?:close all|clf|hold on|figure|tic|toc|%?matplotlib.*)\s*;?$"#, "help"),
    Rule(#"^(?:man|doc|info|help)(?:\s+|\s*\(\s*)["']?(\w+)["']?\s*\)?$"#, "help $1"),
    Rule(#"^(?:help\s*\(\s*\)|help me|\\h|:h|:help|\?\?|commands)$"#, "help"),
    Rule(
      #"^(?:ls|dir|pwd|cd|cat|less|more|rm|cp|mv|mkdir|touch|nano|vim|vi|emacs|open|edit)\b.*$"#, "help data"),
    Rule(#"^(?:who|whos|vars|locals\(\)|env|status|info|print(?: the)? (?:net|model))\s*$"#, "show"),
    Rule(#"^(?:echo|puts|disp|display|printf|fprintf|console\.log|println)[ (]+([^()]*)\)?;?$"#, "print $1"),
    Rule(#"^plot\s*\(.*$"#, "plot loss"), Rule(#"^(?:retry|again|rerun)$"#, "train"),
    Rule(#"^(?:%|//|--)\s*(.*)$"#, "# $1"), Rule(#"^/\*\s*(.*?)(?:\*/)?$"#, "# $1"),
  ]

  /// Python, NumPy, PyTorch, Keras.
  private static let python = [
    Rule(
      #"^(?:import(?!\s*"|\s*$|.*\.(?:safetensors|npz|onnx|pth?|net|json)\b)|from|using|library|require|include|#include)\b.*$"#,
      "net 2 2 1"),
    Rule(#"^.*(?:manual_seed|random\.seed|set_seed|rng)\s*\(\s*(\d+).*$"#, "seed $1"),
    Rule(
      #"^.*(?:read[_.](?:csv2?|table|delim|excel|xlsx?)|fread|loadtxt|genfromtxt|csvread|readtable|readmatrix)\s*\(\s*r?["']([^"']+)["'].*$"#,
      "data \"$1\""),
    Rule(#"^.*torch\.save\(.*["']([^"'.]+)[^"']*["'].*$"#, "save \"$1.nnet\""),
    Rule(#"^.*\.save(?:_weights)?\(\s*["']([^"'.]+)[^"']*["'].*$"#, "save \"$1.nnet\""),
    Rule(#"^.*(?:torch\.load|load_model|load_state_dict)\(.*["']([^"'.]+)[^"']*["'].*$"#, "load \"$1.nnet\""),
    Rule(
      #"^.*optim.*\W(SGD|Adam|AdamW|NAdam|RAdam|Adamax|Adagrad|Adadelta|RMSprop|Rprop)\(.*?(?:lr|learning_rate)\s*=\s*([\d.e-]+).*$"#,
      "train $~1 lr $2"),
    Rule(
      #"^.*optim.*\W(SGD|Adam|AdamW|NAdam|RAdam|Adamax|Adagrad|Adadelta|RMSprop|Rprop|LBFGS)\(.*$"#,
      "train $1"),
    Rule(
      #"^.*\.compile\(.*optimizer\s*=\s*["'](\w+)["'].*loss\s*=\s*["'](?:mse|mean_squared_error)["'].*$"#,
      "train $1 loss mse"),
    Rule(#"^.*\.compile\(.*optimizer\s*=\s*["'](\w+)["'].*$"#, "train $1"),
    Rule(#"^.*\.compile\(.*$"#, "train adam"),
    Rule(#"^.*\.fit\w*\(.*epochs\s*=\s*(\d+).*$"#, "train adam epochs $1"),
    Rule(#"^.*\.fit\w*\(.*$"#, "train adam epochs 100"),
    Rule(#"^.*\.(?:backward|step|zero_grad|minimize|apply_gradients)\(.*$"#, "step adam lr 0.01"),
    Rule(#"^.*\.predict\w*\(\s*(?:np\.array\()?\[*\s*([-\d. ,]+?)\s*\]*\)*$"#, "eval ($1)"),
    Rule(#"^.*\.(?:predict\w*|forward|transform)\(.*$"#, "eval data"),
    Rule(#"^.*\.(?:evaluate|score)\(.*$"#, "score"),
    Rule(#"^(?!.*optim).*\.(?:summary|state_dict|parameters|get_weights)\(\).*$"#, "show"),
    Rule(#"^.*MSELoss\(.*$"#, "train adam loss mse"),
    Rule(#"^.*CrossEntropyLoss\(.*$"#, "train adam loss cross-entropy"),
    Rule(#"^.*BCE\w*Loss\(.*$"#, "train adam loss bce"), Rule(#"^.*(?:plt|pyplot|sns)\..*$"#, "plot loss"),
    Rule(#"^.*train_test_split\(.*test_size\s*=\s*0?(\.\d).*$"#, "split (1 - 0$1)"),
    Rule(#"^.*train_test_split\(.*$"#, "split 0.8"), Rule(#"^.*StandardScaler\(.*$"#, "scale standard"),
    Rule(#"^.*MinMaxScaler\(.*$"#, "scale minmax"), Rule(#"^.*load_iris\(.*$"#, "data iris"),
    Rule(#"^.*make_moons\(.*?(\d+).*$"#, "data moons $1"),
    Rule(#"^.*make_circles\(.*?(\d+).*$"#, "data circle $1"),
    Rule(#"^.*make_blobs\(.*?(\d+).*$"#, "data blobs $1"),
    Rule(#"^for (?:epoch|_|step|loss) in range\s*\((?:\d+\s*,\s*)?(\w+)\)\s*:?$"#, "repeat $1"),
    Rule(#"^for (\w+) in range\s*\((\d+)\)\s*:?$"#, "for $1 in 0..($2 - 1)"),
    Rule(#"^for (\w+) in range\s*\((\d+)\s*,\s*(\d+)\)\s*:?$"#, "for $1 in $2..($3 - 1)"),
    Rule(#"^for (\w+) in (.+?)\s*:$"#, "for $1 in $2"), Rule(#"^while\s+(?:True|1)\s*:?$"#, "while true"),
    Rule(#"^(?:def|function|func|fn|proc)\s+(\w+)\s*\(\s*\)\s*[:{]?$"#, "define $1"),
    Rule(#"^(?:def|function|func|fn|proc)\s+(\w+)\s*\(\s*(\w+)\s*\)\s*[:{]?$"#, "define $1 $2"),
    Rule(
      #"^(?:def|function|func|fn|proc)\s+(\w+)\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)\s*[:{]?$"#, "define $1 $2 $3"),
    Rule(#"^assert\s+(.+?)(?:,.*)?$"#, "expect $1"),
    Rule(#"^print\s*\(?\s*f["']([^"']*)["']\s*\)?$"#, "print \"$1\""),
    Rule(#"^print\s*\(?\s*'([^']*)'\s*\)?$"#, "print \"$1\""),
    Rule(#"^(\w+)\s*(?:<-|=)\s*c\(\s*([^()]+?)\s*\)$"#, "let $1 = [$2]"),
    Rule(#"^(\w+)\s*=\s*np\.array\(\s*(\[[^\]\[]*\])\s*\)$"#, "let $1 = $2"),
    Rule(#"^(\w+)\s*=\s*np\.arange\(\s*([^,()]+),\s*([^,()]+),\s*([^,()]+)\)$"#, "let $1 = [$2..$3 by $4]"),
    Rule(
      #"^(\w+)\s*=\s*(?:np\.)?linspace\(\s*([^,()]+),\s*([^,()]+),\s*([^,()]+)\);?$"#,
      "let $1 = [$2..$3 by ($3 - $2) / ($4 - 1)]"),
  ]

  /// A network layer by layer, of at most three layers.
  private static let layers = [
    Rule(
      #"^.*Linear\((\d+),\s*(\d+).*?Linear\(\d+,\s*(\d+).*?Linear\(\d+,\s*(\d+).*$"#, "net $~1 $~2 $~3 $~4"),
    Rule(
      #"^.*Linear\((\d+),\s*(\d+).*?(Tanh|ReLU|Sigmoid).*?Linear\(\d+,\s*(\d+).*$"#, "net $~1 $~2 $~3 $~4"),
    Rule(#"^.*Linear\((\d+),\s*(\d+).*?Linear\(\d+,\s*(\d+).*$"#, "net $~1 $~2 $~3"),
    Rule(#"^.*Linear\((\d+),\s*(\d+).*$"#, "net $~1 $~2"),
    Rule(#"^.*Dense\((\d+).*?input_(?:dim|shape)\s*=\s*\(?(\d+).*?Dense\((\d+).*$"#, "net $~2 $~1 $~3"),
    Rule(#"^.*Dense\((\d+).*?input_(?:dim|shape)\s*=\s*\(?(\d+).*$"#, "net $~2 $~1"),
    Rule(#"^.*Sequential\(.*$"#, "net 2 2 1"), Rule(#"^.*Dense\((\d+).*$"#, "net 2 $~1"),
    Rule(#"^.*hidden_layer_sizes\s*=\s*\(?(\d+).*$"#, "net 2 $~1 1"),
    Rule(#"^.*MLP(?:Classifier|Regressor)\(.*$"#, "net 2 100 relu 1"),
  ]

  private static let matlab = [
    Rule(#"^.*(?:feedforwardnet|patternnet|fitnet|newff)\s*\(\s*(\d+).*$"#, "net 2 $1 1"),
    Rule(#"^(?:\[?\w+(?:,\s*\w+)?\]?\s*=\s*)?train\s*\(.*\)\s*;?$"#, "train adam epochs 100"),
    Rule(#"^(?:\w+\s*=\s*)?(?:net|sim)\s*\(\s*[a-z]\w*.*\)\s*;?$"#, "eval data"),
    Rule(#"^view\s*\(.*$"#, "show"),
    Rule(#"^net\.trainParam\.epochs\s*=\s*(\d+);?$"#, "train adam epochs $1"),
    Rule(#"^net\.trainParam\.lr\s*=\s*([\d.]+);?$"#, "train sgd lr $1"),
    Rule(#"^net\.trainFcn\s*=\s*['"]trainrp['"];?$"#, "train rprop"),
    Rule(#"^net\.trainFcn\s*=\s*['"]\w+['"];?$"#, "train adam"),
    Rule(#"^.*divideParam\.trainRatio\s*=\s*([\d.]+).*$"#, "split $1"),
    Rule(#"^.*mapminmax\(.*$"#, "scale minmax"),
    Rule(#"^.*mapstd\(.*$"#, "scale standard"), Rule(#"^perform\s*\(.*$"#, "score"),
    Rule(#"^(\w+)\s*=\s*(\[[-\d.\s]+\]);?$"#, "let $1 = $2"),
    Rule(#"^init\s*\(\s*net\s*\);?$"#, "init torch"),
  ]

  private static let other = [
    Rule(#"^(say|print)\s+([a-z][^"{}()\[\]]*(?:\.\.\.|[a-z]{2}[!?;])[^"{}()\[\]]*)$"#, "$1 \"$2\""),
    // What a statement does is done to the session, and has no value.
    Rule(#"^(?:let\s+)?\w+\s*=\s*((?:(?:train|init|split|scale)\b|data\s+[\w"]|score$).*)$"#, "$1"),
    Rule(#"^explain (?:gradient )?data\s*(?:->|=).*$"#, "explain gradient data"),
    Rule(#"^explain (?!gradient|step)(\S.*?->.*)$"#, "explain gradient $1"),
    Rule(#"^(?:let\s+)?\w+\s*=\s*net[\s(]+(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)?$"#, "net $1 $2 $3"),
    Rule(
      #"^(?:let\s+)?\w+\s*=\s*net[\s(]+(\d+)[\s,]+(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)?$"#, "net $1 $2 $3 $4"),
    Rule(#"^loss\s*=\s*["']?binary_?cross_?entropy["']?\s*(?:#.*)?$"#, "train adam loss bce"),
    Rule(#"^loss\s*=\s*["']?(?:\w+_)?cross_?entropy["']?\s*(?:#.*)?$"#, "train adam loss cross-entropy"),
    Rule(#"^loss\s*=\s*["']?([a-z][a-z-]+)["']?\s*(?:#.*)?$"#, "train adam loss $1"),
    Rule(#"^(?:create|make|build|new) (?:a )?net(?:work)?\s+(.+)$"#, "net $1"),
    Rule(#"^(?:start|begin|run|do) training$"#, "train adam epochs 100"),
    Rule(#"^predict\s+(.+)$"#, "eval $1"), Rule(#"^predict$"#, "eval data"),
    Rule(
      #"^(?:normali[sz]e|standardi[sz]e|z-?score|scaler?|scaling)(?: (?:the )?(?:data|inputs|features|columns))?$"#,
      "scale standard"),
    Rule(
      #"^(?:normali[sz]e|standardi[sz]e|scale) (?:the )?(?:targets?|outputs?)$"#, "scale targets standard"),
    Rule(#"^(?:min-?max|minmaxscaler|rescale)$"#, "scale minmax"),
    Rule(#"^scale (-?[\d.]+)[\s,]+(?:to )?(-?[\d.]+)$"#, "scale minmax $1 $2"),
    Rule(#"^(?:split|train_?test_?split)$"#, "split 0.8"),
    Rule(#"^split (\d)0\s*%?\s*(?:[/:,-]?\s*\d\d\s*%?)?(?= (?:seed|strat|ord)|$)"#, "split 0.$1"),
    Rule(#"^split (\d\d)\s*%?\s*(?:[/:,-]?\s*\d\d\s*%?)?(?= (?:seed|strat|ord)|$)"#, "split 0.$1"),
    Rule(#"^split (\d\d)\s*%?\s*[/:,-]?\s*(\d\d)\s*%?\s*[/:,-]?\s*(\d\d)\s*%?$"#, "split 0.$1 0.$2 0.$3"),
    Rule(#"^(?:confusion|confusion[ _-]?matrix|classification_?report)(?:\s*\(.*\))?$"#, "score"),
    Rule(#"^test$"#, "score"), Rule(#"^(?:hello|hi|hey)\b.*$"#, "help"),
    Rule(#"^(?:thanks|thank you|ok|yes|no)\b.*$"#, "help"),
  ]

  /// What a line of another language leaves when nothing better is known.
  private static let unknown = Rule(
    #"^(?:with|class|try|except|super|self|nn|torch|np|tf|keras|model|optimizer|loss|criterion)\b[.\s(=].*[:)\]]$"#,
    "help")
}
