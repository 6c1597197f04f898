import Rendering

/// What every page of a site has around it.
///
/// Its names have capital letters, which the name of no heading has: a page may well have a section "Search".
enum SiteFrame {
  /// The pages by their groups, the one that is shown marked; a search above them. On a narrow screen the pages are folded up.
  static func navigation(_ map: SiteMap, at file: String) -> String {
    let groups = map.groups.map { group in
      let items = group.entries.map { entry in
        let mark = entry.file == file ? " aria-current=\"page\"" : ""
        return
          "<li><a href=\"\(PageLink.address(of: entry.file).escapedXML)\"\(mark)>\(entry.words.escapedXML)</a></li>"
      }
      return "<p class=\"group\">\(group.title.escapedXML)</p>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>"
    }
    let home = file == "index.html" ? " aria-current=\"page\"" : ""
    return """
      <a class="skip" href="#siteMain">To the text</a>
      <header class="site">
      <a class="home" href="index.html"\(home)>nn</a>
      <form role="search" id="siteSearchForm">
      <label for="siteSearch">Search</label>
      <input id="siteSearch" type="search" autocomplete="off" spellcheck="false" aria-controls="siteFound"/>
      </form>
      <div id="siteFound" role="status" aria-live="polite"></div>
      <details id="sitePages" open="open">
      <summary>Pages</summary>
      <nav aria-label="Pages">
      \(groups.joined(separator: "\n"))
      </nav>
      </details>
      </header>
      """
  }

  static let style = """
    body { display: grid; grid-template-columns: 16rem minmax(0, 1fr); }
    main { margin: 0; padding: 1rem 2rem 4rem; width: 100%; box-sizing: border-box; }
    header.site { padding: 1rem; border-right: 1px solid var(--line); position: sticky; top: 0; height: 100vh;
      overflow-y: auto; box-sizing: border-box; font-size: .95rem; }
    .home { font-size: 1.5rem; font-weight: 700; text-decoration: none; color: var(--text); }
    header.site ul { list-style: none; padding: 0; margin: 0 0 .8rem; } header.site li { margin: .25rem 0; }
    header.site a[aria-current] { font-weight: 700; color: var(--text); text-decoration: none; }
    .group { margin: .8rem 0 .2rem; color: var(--faint); font-weight: 600; }
    summary { cursor: pointer; padding: .3rem 0; }
    label[for=siteSearch] { display: block; margin: .6rem 0 .2rem; color: var(--faint); }
    #siteSearch { width: 100%; box-sizing: border-box; font: inherit; padding: .35rem .5rem; color: var(--text);
      background: var(--panel); border: 1px solid var(--faint); border-radius: 6px; }
    #siteFound ol { padding: 0; list-style: none; } #siteFound li { margin: .6rem 0; overflow-wrap: anywhere; }
    #siteFound small { color: var(--faint); display: block; }
    .skip { position: absolute; left: -999rem; } .skip:focus { left: .5rem; top: .5rem; z-index: 2; padding: .4rem .6rem;
      background: var(--panel); }
    :focus-visible { outline: 3px solid var(--s0); outline-offset: 2px; }
    .tools { float: right; margin: .2rem 0 0 .6rem; } .tools button { font: .8rem system-ui, sans-serif; margin-left: .3rem;
      padding: .15rem .5rem; color: var(--text); background: var(--panel); border: 1px solid var(--faint);
      border-radius: 5px; cursor: pointer; }
    main :is(h2, h3) { scroll-margin-top: 1rem; }
    @media (max-width: 60rem) {
      body { display: block; } main { padding: .5rem .9rem 2rem; }
      header.site { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); }
    }
    @media print { header.site, .tools, .skip { display: none; } body { display: block; } }
    """

  static let mark = "// written by nn: the search"

  /// Search, copying and downloads. Without it the pages can be read all the same.
  static let script =
    mark + """

      'use strict';
      (function () {
        var box = document.getElementById('siteSearch'), found = document.getElementById('siteFound');
        var pages = document.getElementById('sitePages');
        if (window.matchMedia('(max-width: 60rem)').matches) { pages.removeAttribute('open'); }

        // Every word has to be there; where it is says how much it counts: in the heading, in the page's title, in the text.
        function matches(words) {
          var all = [];
          nnPages.forEach(function (section) {
            var title = section[2].toLowerCase(), page = section[1].toLowerCase(), text = section[3].toLowerCase();
            var score = 0;
            var holds = words.every(function (word) {
              var points = 0;
              if (title === word) { points += 60; } else if (title.indexOf(word) >= 0) { points += 20; }
              if (page.indexOf(word) >= 0) { points += 5; }
              var place = text.indexOf(word);
              if (place >= 0) { points += 1 + Math.min(8, text.split(word).length - 1); }
              score += points;
              return points > 0;
            });
            if (holds) { all.push([score, section]); }
          });
          return all.sort(function (a, b) { return b[0] - a[0]; }).map(function (pair) { return pair[1]; });
        }

        function around(text, word) {
          var place = text.toLowerCase().indexOf(word), start = Math.max(0, place - 40);
          return (start > 0 ? '\\u2026' : '') + text.slice(start, start + 110) + (text.length > start + 110 ? '\\u2026' : '');
        }

        function show() {
          var words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
          found.textContent = '';
          if (!words.length) { return; }
          var all = matches(words), line = document.createElement('p'), list = document.createElement('ol');
          line.textContent = all.length ? all.length + (all.length === 1 ? ' place' : ' places') : 'Nothing found.';
          found.appendChild(line);
          all.slice(0, 20).forEach(function (section) {
            var item = document.createElement('li'), link = document.createElement('a'), small = document.createElement('small');
            link.href = section[0];
            link.textContent = section[2] === section[1] ? section[2] : section[1] + ': ' + section[2];
            small.textContent = around(section[3], words[0]);
            item.appendChild(link);
            item.appendChild(small);
            list.appendChild(item);
          });
          found.appendChild(list);
        }

        box.addEventListener('input', show);
        document.getElementById('siteSearchForm').addEventListener('submit', function (event) {
          event.preventDefault();
          var first = found.querySelector('a');
          if (first) { window.location.href = first.href; }
        });
        document.addEventListener('keydown', function (event) {
          if (event.key === '/' && document.activeElement !== box) { event.preventDefault(); box.focus(); }
          if (event.key === 'Escape' && document.activeElement === box) { box.value = ''; show(); }
        });

        // What is too wide can be moved by keys.
        function reach() {
          document.querySelectorAll('main pre, main .wide').forEach(function (box) {
            if (box.scrollWidth > box.clientWidth) { box.tabIndex = 0; } else { box.removeAttribute('tabindex'); }
          });
        }
        window.addEventListener('resize', reach);
        // Once all that changes widths is there.
        window.addEventListener('load', reach);

        // Examples.
        function copied(text, done) {
          function byHand() {
            var area = document.createElement('textarea');
            area.value = text;
            document.body.appendChild(area);
            area.select();
            document.execCommand('copy');
            area.remove();
            done();
          }
          if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, byHand); }
          else { byHand(); }
        }

        function button(words, label, action) {
          var made = document.createElement('button');
          made.type = 'button';
          made.textContent = words;
          made.setAttribute('aria-label', label);
          made.addEventListener('click', action);
          return made;
        }

        var page = (window.location.pathname.split('/').pop() || 'index.html').replace(/\\.html$/, '');
        document.querySelectorAll('main pre.statement, main pre.code').forEach(function (block, index) {
          var text = block.textContent + '\\n', tools = document.createElement('div');
          tools.className = 'tools';
          var copy = button('Copy', 'Copy this example', function () {
            copied(text, function () {
              copy.textContent = 'Copied';
              window.setTimeout(function () { copy.textContent = 'Copy'; }, 1500);
            });
          });
          tools.appendChild(copy);
          if (block.className === 'statement') {
            tools.appendChild(button('.nn', 'Download this example as a script', function () {
              var link = document.createElement('a');
              link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
              link.download = page + '-' + (index + 1) + '.nn';
              link.click();
              window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
            }));
          }
          block.parentNode.insertBefore(tools, block);
        });
      })();

      """
}
