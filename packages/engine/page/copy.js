/** Buttons that copy what stands beside them. */
export function copyButtons() {
  for (const button of document.querySelectorAll('[data-copies]'))
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copies);
      const isCopied = await copied(source);
      button.textContent = isCopied ? 'Copied' : 'Press Ctrl+C';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
}

/** Browsers give the clipboard to pages of this machine and of https only; elsewhere the text is selected and copied as by hand. */
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return document.execCommand('copy');
  }
}
