# Homebrew formula of nn. Not run here: there was no macOS at hand. `url` and `sha256` are those of a release's source archive.
class NnLang < Formula
  desc "Small language in which neural networks explain themselves"
  homepage "https://github.com/nn-lang/nn"
  url "https://github.com/nn-lang/nn/archive/refs/tags/v0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "Apache-2.0"
  head "https://github.com/nn-lang/nn.git", branch: "main"

  depends_on xcode: ["16.3", :build]
  depends_on "cmark"
  depends_on "libcsv"
  depends_on macos: :sequoia

  def install
    ENV["NN_COMMIT"] = "v#{version}"
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    script = "net 2 2 1 ; init xavier seed 1000 ; train adam lr 0.01 until loss<0.01 ; eval 0 1"
    assert_match "0.9097", shell_output("#{bin}/nn -e '#{script}'")
    assert_match "language 1", shell_output("#{bin}/nn --version")
  end
end
