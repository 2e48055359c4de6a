// page_pictures.mjs REPORT.html - the pictures of docs/page.md: the report and the explorer, with two things changed.
import { openBrowser } from '../../tests/browser/browser.mjs';

const browser = await openBrowser();
for (const lang of ['ja', 'en']) {
  const end = lang === 'ja' ? '.ja.png' : '.png';
  const page = await browser.openPage(`file://${process.argv[2]}#explorer`, { width: 1280, height: 800 });
  await page.until('document.body.classList.contains("ready")');
  await page.click(`label[for=${lang}]`);
  await page.until(`panelcast.lang === '${lang}' && !panelcast.busy`);
  await page.get(`(async () => { const x = panelcast; x.settings.from = '2027-04'; x.settings.change('rollout.rate', '30'); await x.moved(true); await x.keep();
    x.settings.change('omission.adoption_drug', '0.7'); x.settings.change('omission.adoption_none', '0.7'); await x.moved(true); })()`);
  await page.until('document.body.dataset.draws !== "0" && document.querySelector(".progress").hidden');
  await page.get('scrollTo(0, 0)');
  await page.shot(`docs/pictures/page-explorer${end}`);
  await page.get('location.hash = "#report"');
  await page.shot(`docs/pictures/page-report${end}`);
  await page.close();
}
await browser.close();
