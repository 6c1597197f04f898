#include <floatfann.h>
