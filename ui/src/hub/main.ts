import { mount } from "svelte";
import "../app.css";
import "./desk.css";
import Hub from "./Hub.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("hub.html has no #app");
mount(Hub, { target });
