// Runs in a form that is in a frame: tells the page around it how high the form is, and when there is something to see or to follow.
// What it says is nothing that anybody may not know, so it says it to whichever page the form lets frame it.
(() => {
  if (window.parent === window) return;
  const tell = (message) => window.parent.postMessage(message, '*');
  const start = () => {
    const tellHeight = () => tell({ dibsHeight: Math.ceil(document.body.getBoundingClientRect().height) });
    new ResizeObserver(tellHeight).observe(document.body);
    tellHeight();
    // In a frame of another site browsers do not follow autofocus.
    const news = document.querySelector('[autofocus]');
    if (news) {
      news.focus({ preventScroll: true });
      tell({ dibsShow: true });
    }
    const goOn = document.querySelector('a.go-on');
    if (goOn) tell({ dibsGo: goOn.href });
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
