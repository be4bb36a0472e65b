// Shrinks pictures before they are sent, shows them, and lets a portrait be cut out. The server does all of it
// anew, and does it to the file as it was chosen where this script can't.
"use strict";

const MEGABYTE = 1024 * 1024;
const LONGEST_SIDE = 2400;
const MOST_PIXELS = 25e6;
const TRIES = [[1, 0.85], [1, 0.7], [0.7, 0.75], [0.5, 0.6]];
const megabytes = (bytes) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

function draw(canvas, bitmap, part = [0, 0, bitmap.width, bitmap.height]) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, ...part, 0, 0, canvas.width, canvas.height);
}

async function shrunk(bitmap, name) {
  const fits = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  for (const [scale, quality] of TRIES) {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * fits * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * fits * scale));
    draw(canvas, bitmap);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (blob && blob.size <= MEGABYTE) return new File([blob], `${name.replace(/\.\w+$/, "")}.jpg`, { type: blob.type });
  }
  throw new Error("still too large");
}

function watchPhoto(form) {
  const status = form.querySelector("[data-photo-status]");
  const preview = form.querySelector("[data-photo-preview]");
  const canvas = preview.querySelector("canvas");
  const button = form.querySelector("[type=submit]");
  const fields = [...form.querySelectorAll("input[type=file]")];
  let bitmap;

  const show = () => {
    preview.hidden = !bitmap;
    if (!bitmap) return;
    if (!form.elements.zoom) canvas.height = Math.max(1, Math.round((canvas.width * bitmap.height) / bitmap.width));
    const [zoom, x, y] = ["zoom", "x", "y"].map((name) => Number(form.elements[name]?.value ?? 100) / 100);
    const scale = Math.min(bitmap.width / canvas.width, bitmap.height / canvas.height) / zoom;
    const [wide, high] = [canvas.width * scale, canvas.height * scale];
    draw(canvas, bitmap, [(bitmap.width - wide) * x, (bitmap.height - high) * y, wide, high]);
  };

  const take = async (field) => {
    const [file] = field.files;
    bitmap = undefined;
    status.textContent = "";
    try {
      const seen = file && (await createImageBitmap(file, { imageOrientation: "from-image" }));
      const large = file && (file.size > MEGABYTE || seen.width * seen.height > MOST_PIXELS);
      const small = large && (await shrunk(seen, file.name));
      // Another picture may have been chosen meanwhile.
      if (field.files[0] !== file) return;
      bitmap = seen;
      if (!small) return;
      const files = new DataTransfer();
      files.items.add(small);
      field.files = files.files;
      status.textContent = `已压缩：${megabytes(file.size)} → ${megabytes(small.size)}`;
    } catch {
      status.textContent = "浏览器无法预览这张图片，将原样上传，由平台检查和压缩。";
    }
  };

  const waitFor = async (field) => {
    for (const other of fields) if (other !== field) other.value = "";
    button.disabled = true;
    await take(field);
    button.disabled = false;
    show();
  };

  for (const field of fields) field.addEventListener("change", () => waitFor(field));
  form.addEventListener("input", (event) => event.target.type === "range" && show());
}

for (const form of document.querySelectorAll("form[data-photo]")) watchPhoto(form);
